import { type ReactNode, useCallback, useEffect, useRef, useState } from "react";
import { useBlocker, useLocation } from "react-router";
import { DraftNotice, LeaveDialog } from "./draft-notice";
import { draftOf, dropDraft, keepDraft, onSignedOut, sameShape } from "../session/drafts";
import { useSession } from "../session/session";

export interface Draft<T> {
  value: T;
  set: (change: Partial<T> | ((before: T) => Partial<T>)) => void;
  /** Changes when the form begins anew: for parts that keep what is typed themselves. */
  round: number;
  /** The form began with a draft of an earlier visit. */
  restored: boolean;
  /** "Draft restored", and the question on leaving; at the head of the form. */
  notice: ReactNode;
  /** The form is saved or cancelled: nothing is kept, and leaving is not asked about. */
  done: () => void;
}

/** The page without the session, which another sign-in replaces. */
function pageOf(pathname: string): string {
  return pathname.replace(/^\/s\/[^/]+\/?/, "");
}

/** What is typed into a form: kept in this tab until it is saved, cancelled, discarded, or somebody signs out. No secrets. */
export function useDraft<T extends object>(first: T): Draft<T> {
  const { arn } = useSession();
  const { pathname } = useLocation();
  const [page] = useState(() => pageOf(pathname));
  const [begun] = useState(() => ({ first, text: JSON.stringify(first), stored: draftOf(arn, page) }));
  const usable = begun.stored !== undefined && sameShape(begun.first, begun.stored.value) ? begun.stored.value : undefined;
  const [value, setValue] = useState<T>(usable ?? begun.first);
  const [restored, setRestored] = useState(usable !== undefined);
  const [round, setRound] = useState(0);
  const [left, setLeft] = useState(false);
  const leaving = useRef(false);
  const dirty = !left && JSON.stringify(value) !== begun.text;

  useEffect(() => {
    if (left) return;
    if (dirty) keepDraft(arn, page, { first: begun.text, value });
    else dropDraft(arn, page);
  }, [arn, page, begun, value, dirty, left]);

  const stop = useCallback(() => {
    leaving.current = true;
    setLeft(true);
  }, []);
  useEffect(() => onSignedOut(stop), [stop]);

  useEffect(() => {
    if (!dirty) return;
    const ask = (event: BeforeUnloadEvent): void => event.preventDefault();
    window.addEventListener("beforeunload", ask);
    return () => window.removeEventListener("beforeunload", ask);
  }, [dirty]);

  const blocker = useBlocker(({ currentLocation, nextLocation }) => dirty && !leaving.current && pageOf(currentLocation.pathname) !== pageOf(nextLocation.pathname));

  const notice = (
    <>
      {restored && (
        <DraftNotice
          changed={begun.stored?.first !== begun.text}
          discard={() => {
            setValue(begun.first);
            setRestored(false);
            setRound(round + 1);
          }}
          dismiss={() => setRestored(false)}
        />
      )}
      {blocker.state === "blocked" && <LeaveDialog stay={() => blocker.reset()} leave={() => blocker.proceed()} />}
    </>
  );
  return {
    value,
    round,
    restored: usable !== undefined,
    notice,
    set: (change) => {
      leaving.current = false;
      setLeft(false);
      setValue((before) => ({ ...before, ...(typeof change === "function" ? change(before) : change) }));
    },
    done: () => {
      stop();
      dropDraft(arn, page);
    },
  };
}
