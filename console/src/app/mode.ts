import { applyMode, Mode } from "@cloudscape-design/global-styles";
import { remember, remembered } from "../session/storage";

export type VisualMode = "browser" | "light" | "dark";

const dark = window.matchMedia("(prefers-color-scheme: dark)");

export function savedMode(): VisualMode {
  const saved = remembered("mode");
  return saved === "light" || saved === "dark" ? saved : "browser";
}

function apply(mode: VisualMode): void {
  applyMode(mode === "dark" || (mode === "browser" && dark.matches) ? Mode.Dark : Mode.Light);
}

export function applySavedMode(): void {
  apply(savedMode());
  dark.addEventListener("change", () => {
    apply(savedMode());
  });
}

export function chooseMode(mode: VisualMode): void {
  remember("mode", mode === "browser" ? undefined : mode);
  apply(mode);
}
