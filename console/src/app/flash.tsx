import Flashbar, { type FlashbarProps } from "@cloudscape-design/components/flashbar";
import { createContext, type ReactNode, useCallback, useContext, useMemo, useState } from "react";
import { useLocation } from "react-router";

export interface Flash {
  type: "success" | "info" | "warning" | "error";
  /** One sentence, past tense, with the name of the thing. */
  text: ReactNode;
  action?: ReactNode;
}

interface Shown extends Flash {
  id: number;
  /** Has come along from the page before: the next one drops it. */
  seen: boolean;
}

const AddContext = createContext<(flash: Flash) => void>(() => undefined);
const ListContext = createContext<{ flashes: readonly Shown[]; dismiss: (id: number) => void }>({
  flashes: [],
  dismiss: () => undefined,
});

/** Shows a message above the page, or above the next page if this one is left at once. */
export function useFlash(): (flash: Flash) => void {
  return useContext(AddContext);
}

let lastId = 0;

export function FlashProvider({ children }: { children: ReactNode }): ReactNode {
  const [flashes, setFlashes] = useState<readonly Shown[]>([]);
  const { pathname } = useLocation();
  const [shownPath, setShownPath] = useState(pathname);

  // A message lives through one change of pages: what is said on leaving a form is read on the page that follows.
  if (shownPath !== pathname) {
    setShownPath(pathname);
    setFlashes(flashes.filter((flash) => !flash.seen).map((flash) => ({ ...flash, seen: true })));
  }

  const add = useCallback((flash: Flash) => {
    lastId += 1;
    const id = lastId;
    setFlashes((all) => [{ ...flash, id, seen: false }, ...all]);
  }, []);
  const dismiss = useCallback((id: number) => setFlashes((all) => all.filter((flash) => flash.id !== id)), []);
  const list = useMemo(() => ({ flashes, dismiss }), [flashes, dismiss]);
  return (
    <AddContext value={add}>
      <ListContext value={list}>{children}</ListContext>
    </AddContext>
  );
}

export function Flashes(): ReactNode {
  const { flashes, dismiss } = useContext(ListContext);
  const items: FlashbarProps.MessageDefinition[] = flashes.map((flash) => ({
    id: String(flash.id),
    type: flash.type,
    content: flash.text,
    action: flash.action,
    dismissible: true,
    dismissLabel: "Dismiss message",
    ariaRole: flash.type === "error" ? "alert" : "status",
    onDismiss: () => dismiss(flash.id),
  }));
  return <Flashbar items={items} stackItems />;
}
