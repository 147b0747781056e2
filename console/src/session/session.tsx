import { createContext, type ReactNode, useContext } from "react";
import { useNavigate } from "react-router";
import type { Session } from "./api";

const SessionContext = createContext<Session | undefined>(undefined);

export function SessionProvider({ session, children }: { session: Session; children: ReactNode }): ReactNode {
  return <SessionContext value={session}>{children}</SessionContext>;
}

/** The session in which this tab acts: the one that its path names. */
export function useSession(): Session {
  const session = useContext(SessionContext);
  if (!session) throw new Error("useSession outside of a session's pages");
  return session;
}

/** The id of this tab's session; empty on pages outside of any. */
export function useSessionId(): string {
  return useContext(SessionContext)?.id ?? "";
}

/** The path of a page in the session of this tab: `path("iam/roles")` is `/s/<session>/iam/roles`. */
export function usePath(): (page: string) => string {
  const { id } = useSession();
  return (page) => pathIn(id, page);
}

export function pathIn(sessionId: string, page: string): string {
  return `/s/${encodeURIComponent(sessionId)}${page === "" ? "" : `/${page}`}`;
}

/** Opens a page of this session: `go("iam/roles")`. */
export function useGo(): (page: string) => void {
  const navigate = useNavigate();
  const path = usePath();
  return (page) => {
    const outcome = navigate(path(page));
    if (outcome instanceof Promise) outcome.catch(() => undefined);
  };
}
