import { useCallback, useEffect, useEffectEvent, useState } from "react";
import { type Failure, toFailure } from "../../aws/failure";
import { listRequests, type RecordedRequest, type RequestFilters } from "../../aws/rolecall-requests";
import { useEnded } from "../../data/ended";

/** How often the newest requests are asked for while the table is live: soon enough to watch, rare beside other calls. */
const POLL_MS = 5_000;
/** The table keeps so many rows; older ones are found with filters. */
export const ROW_LIMIT = 2_000;

export interface Requests {
  items: readonly RecordedRequest[];
  failure: Failure | undefined;
  loading: boolean;
  /** Older requests than those in `items` exist. */
  hasMore: boolean;
  more: () => void;
  reload: () => void;
}

interface State {
  key: string;
  items: RecordedRequest[];
  next?: string;
  failure?: Failure;
  loading: boolean;
}

/** New rows before old ones, each request once. */
export function merged(newest: readonly RecordedRequest[], known: readonly RecordedRequest[]): RecordedRequest[] {
  const ids = new Set(newest.map((request) => request.RequestId));
  return [...newest, ...known.filter((request) => !ids.has(request.RequestId))].slice(0, ROW_LIMIT);
}

/** The requests on record, newest first; while `live`, new ones appear by themselves. */
export function useRequests(session: string, filters: RequestFilters, live: boolean): Requests {
  const key = JSON.stringify([session, filters]);
  const [version, setVersion] = useState(0);
  const [state, setState] = useState<State>({ key: "", items: [], loading: true });
  const ended = useEnded();
  const read = useEffectEvent((next?: string) => listRequests(session, filters, next));
  const failed = useEffectEvent((error: unknown) => {
    const failure = toFailure(error);
    setState((before) => ({ ...before, key, failure, loading: false, items: before.key === key ? before.items : [] }));
    if (failure.kind === "ended") ended();
  });

  useEffect(() => {
    let wanted = true;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const poll = (first: boolean): void => {
      read().then(
        ({ Requests: newest, NextToken }) => {
          if (!wanted) return;
          setState((before) => (first || before.key !== key ? { key, items: newest, next: NextToken, loading: false } : { ...before, items: merged(newest, before.items), failure: undefined }));
          again();
        },
        (error: unknown) => {
          if (wanted) failed(error);
        },
      );
    };
    const again = (): void => {
      if (live) timer = setTimeout(() => (document.hidden ? again() : poll(false)), POLL_MS);
    };
    poll(true);
    return () => {
      wanted = false;
      clearTimeout(timer);
    };
  }, [key, version, live]);

  const current = state.key === key;
  const next = current ? state.next : undefined;
  const more = (): void => {
    if (next === undefined) return;
    setState((before) => ({ ...before, loading: true }));
    listRequests(session, filters, next).then(
      ({ Requests: older, NextToken }) => setState((before) => (before.key === key ? { ...before, items: merged(before.items, older), next: NextToken, loading: false } : before)),
      (error: unknown) => setState((before) => ({ ...before, failure: toFailure(error), loading: false })),
    );
  };
  const reload = useCallback(() => setVersion((before) => before + 1), []);
  return { items: current ? state.items : [], failure: current ? state.failure : undefined, loading: !current || state.loading, hasMore: next !== undefined && state.items.length < ROW_LIMIT, more, reload };
}
