import { useCallback, useEffect, useEffectEvent, useState } from "react";
import { type Failure, toFailure } from "../aws/failure";
import { useSessionId } from "../session/session";
import { useEnded } from "./ended";

/** A list in the browser holds this many rows; more would make filtering and sorting slow. */
export const LIST_LIMIT = 20_000;

export interface Part<T> {
  items: T[];
  next: string | undefined;
}

export interface All<T> {
  items: readonly T[];
  failure: Failure | undefined;
  loading: boolean;
  /** There are more than `LIST_LIMIT`. */
  cut: boolean;
  reload: () => void;
}

/** Reads a list to its end, page by page, and shows what has come so far. */
export function useAll<T>(part: string | undefined, readPart: (next: string | undefined) => Promise<Part<T>>): All<T> {
  // What one session may read is not what another may: the session is part of the key.
  const session = useSessionId();
  const key = part === undefined ? undefined : `${session} ${part}`;
  const [version, setVersion] = useState(0);
  const [state, setState] = useState<{ key?: string; version?: number; items: readonly T[]; failure?: Failure; done: boolean; cut: boolean }>({
    items: [],
    done: false,
    cut: false,
  });
  const newestRead = useEffectEvent(readPart);
  const ended = useEnded();

  useEffect(() => {
    if (key === undefined) return;
    let wanted = true;
    const isWanted = (): boolean => wanted;
    const readAll = async (): Promise<void> => {
      let items: T[] = [];
      let next: string | undefined;
      do {
        const part = await newestRead(next);
        if (!isWanted()) return;
        items = [...items, ...part.items];
        next = part.next;
        const cut = next !== undefined && items.length >= LIST_LIMIT;
        const done = next === undefined || cut;
        // A reload keeps the old rows until all new ones are here, so that the page does not jump.
        const shown = items;
        setState((before) =>
          !done && before.key === key && before.done ? before : { key, version: done ? version : undefined, items: shown, done, cut },
        );
        if (done) return;
      } while (isWanted());
    };
    readAll().catch((error: unknown) => {
      if (!wanted) return;
      const failure = toFailure(error);
      setState({ key, version, items: [], failure, done: true, cut: false });
      if (failure.kind === "ended") ended();
    });
    return () => {
      wanted = false;
    };
  }, [key, version, ended]);

  const reload = useCallback(() => setVersion((before) => before + 1), []);
  const current = state.key === key;
  return {
    items: current ? state.items : [],
    failure: current ? state.failure : undefined,
    loading: key !== undefined && (!current || state.version !== version),
    cut: current && state.cut,
    reload,
  };
}
