/** Apple's keyboards have Option, and Control belongs to editing. */
function isApple(): boolean {
  return /Mac|iPhone|iPad/.test(navigator.userAgent);
}

export function searchHint(): string {
  return isApple() ? "[Option+S]" : "[Alt+S]";
}

/** Alt+S as in AWS's console, and Ctrl+K or Cmd+K. Option+S writes another letter, so the key is recognized by its place. */
export function isSearchShortcut(event: Pick<KeyboardEvent, "code" | "key" | "altKey" | "ctrlKey" | "metaKey" | "shiftKey">): boolean {
  if (event.shiftKey) return false;
  if (event.altKey && !event.ctrlKey && !event.metaKey) return event.code === "KeyS";
  if (event.altKey || event.key.toLowerCase() !== "k") return false;
  return isApple() ? event.metaKey && !event.ctrlKey : event.ctrlKey && !event.metaKey;
}

/** Asks the bar's search field to take the focus. */
const OPEN_SEARCH = "rolecall-open-search";

export function openSearch(): void {
  window.dispatchEvent(new Event(OPEN_SEARCH));
}

/** Calls `open` for each shortcut and each button that opens the search. A dialog keeps the focus while it is open. */
export function onOpenSearch(open: () => void): () => void {
  const pressed = (event: KeyboardEvent): void => {
    if (!isSearchShortcut(event) || document.querySelector("[role=dialog][aria-modal=true]")) return;
    event.preventDefault();
    open();
  };
  window.addEventListener("keydown", pressed);
  window.addEventListener(OPEN_SEARCH, open);
  return () => {
    window.removeEventListener("keydown", pressed);
    window.removeEventListener(OPEN_SEARCH, open);
  };
}
