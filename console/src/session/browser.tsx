import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo, useState } from "react";
import { type Browser, ConsoleError, loadBrowser } from "./api";

interface BrowserState {
  /** What the server knows of this browser; missing until its first answer. */
  browser: Browser | undefined;
  error: ConsoleError | undefined;
  /** Asks the server again: after a sign-in, a switch of roles, or when a session has ended. */
  refresh: () => Promise<void>;
}

const BrowserContext = createContext<BrowserState | undefined>(undefined);

export function useBrowser(): BrowserState {
  const state = useContext(BrowserContext);
  if (!state) throw new Error("useBrowser outside of BrowserProvider");
  return state;
}

export function BrowserProvider({ children }: { children: ReactNode }): ReactNode {
  const [browser, setBrowser] = useState<Browser>();
  const [error, setError] = useState<ConsoleError>();

  const refresh = useCallback(async () => {
    try {
      setBrowser(await loadBrowser());
      setError(undefined);
    } catch (cause) {
      setError(cause instanceof ConsoleError ? cause : new ConsoleError(0, { message: String(cause) }));
    }
  }, []);

  useEffect(() => {
    loadBrowser().then(setBrowser, (cause: unknown) => {
      setError(cause instanceof ConsoleError ? cause : new ConsoleError(0, { message: String(cause) }));
    });
  }, []);

  const state = useMemo(() => ({ browser, error, refresh }), [browser, error, refresh]);
  return <BrowserContext value={state}>{children}</BrowserContext>;
}
