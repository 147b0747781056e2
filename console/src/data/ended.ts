import { createContext, useContext } from "react";

/** Called when the server says that this tab's session has ended. */
export const EndedContext = createContext<() => void>(() => undefined);

export function useEnded(): () => void {
  return useContext(EndedContext);
}
