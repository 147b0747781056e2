import { useCallback, useEffect, useEffectEvent, useState } from "react";
import { type Failure, toFailure } from "../aws/failure";
import { useSessionId } from "../session/session";
import { useEnded } from "./ended";

export interface Load<T> {
  /** The newest value for this key; kept while it is read again. */
  value: T | undefined;
  failure: Failure | undefined;
  loading: boolean;
  reload: () => void;
}

/**
 * Reads one part of a page. Each part has its own call and may be denied alone.
 * `part` names what is read: when it changes, the value is read anew. Without a key nothing is read.
 */
export function useLoad<T>(part: string | undefined, read: () => Promise<T>): Load<T> {
  // What one session may read is not what another may: the session is part of the key.
  const session = useSessionId();
  const key = part === undefined ? undefined : `${session} ${part}`;
  const [version, setVersion] = useState(0);
  const [state, setState] = useState<{ key?: string; version?: number; value?: T; failure?: Failure }>({});
  const newestRead = useEffectEvent(read);
  const ended = useEnded();

  useEffect(() => {
    if (key === undefined) return;
    let wanted = true;
    newestRead().then(
      (value) => {
        if (wanted) setState({ key, version, value });
      },
      (error: unknown) => {
        if (!wanted) return;
        const failure = toFailure(error);
        setState({ key, version, failure });
        if (failure.kind === "ended") ended();
      },
    );
    return () => {
      wanted = false;
    };
  }, [key, version, ended]);

  const reload = useCallback(() => setVersion((before) => before + 1), []);
  const current = state.key === key ? state : {};
  return {
    value: current.value,
    failure: current.failure,
    loading: key !== undefined && current.version !== version,
    reload,
  };
}
