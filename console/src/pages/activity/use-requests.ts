import { useCallback, useEffect, useEffectEvent, useState } from "react";
import { type Failure, toFailure } from "../../aws/failure";
import { listRequests, type RecordedRequest, type RequestFilters } from "../../aws/rolecall-requests";
import { useEnded } from "../../data/ended";
import type { Session } from "../../session/api";

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

/** A page asks again until it has so many rows, */
const FEWEST_ROWS = 20;
/** but no more than so often: of a table that was live for hours most requests may be its own. */
const MOST_PAGES = 10;

/** Whether a request was made by a page like this one, to show the table: it would fill the table with itself. */
export function isOwn(request: RecordedRequest, arn: string, userAgent: string): boolean {
  const asked = request.Service === "rolecall" && request.Operation === "ListRequests";
  return asked && request.PrincipalArn === arn && (request.UserAgent === undefined || request.UserAgent === userAgent);
}

type Page = Awaited<ReturnType<typeof listRequests>>;

/** Reads on until there are some rows to show beside those that are left out. */
export async function readShown(read: (next?: string) => Promise<Page>, isShown: (request: RecordedRequest) => boolean, from?: string): Promise<Page> {
  const found: RecordedRequest[] = [];
  let next = from;
  for (let pages = 0; pages < MOST_PAGES; pages += 1) {
    const page = await read(next);
    found.push(...page.Requests.filter(isShown));
    next = page.NextToken;
    // Where nothing was left out, the page is as the server gave it.
    if (next === undefined || found.length >= FEWEST_ROWS || page.Requests.every(isShown)) break;
  }
  return { Requests: found, NextToken: next };
}

/** New rows before old ones, each request once. */
export function merged(newest: readonly RecordedRequest[], known: readonly RecordedRequest[]): RecordedRequest[] {
  const ids = new Set(newest.map((request) => request.RequestId));
  return [...newest, ...known.filter((request) => !ids.has(request.RequestId))].slice(0, ROW_LIMIT);
}

/** The requests on record, newest first; while `live`, new ones appear by themselves. */
export function useRequests(session: Pick<Session, "id" | "arn">, filters: RequestFilters, live: boolean, showOwn: boolean): Requests {
  const key = JSON.stringify([session.id, filters, showOwn]);
  const [version, setVersion] = useState(0);
  const [state, setState] = useState<State>({ key: "", items: [], loading: true });
  const ended = useEnded();
  const readFrom = (from?: string): Promise<Page> =>
    readShown(
      (next) => listRequests(session.id, filters, next),
      (request) => showOwn || !isOwn(request, session.arn, navigator.userAgent),
      from,
    );
  const read = useEffectEvent(readFrom);
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
    readFrom(next).then(
      ({ Requests: older, NextToken }) => setState((before) => (before.key === key ? { ...before, items: merged(before.items, older), next: NextToken, loading: false } : before)),
      (error: unknown) => setState((before) => ({ ...before, failure: toFailure(error), loading: false })),
    );
  };
  const reload = useCallback(() => setVersion((before) => before + 1), []);
  return { items: current ? state.items : [], failure: current ? state.failure : undefined, loading: !current || state.loading, hasMore: next !== undefined && state.items.length < ROW_LIMIT, more, reload };
}
