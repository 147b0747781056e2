import { useEffect, useState } from "react";
import { type Failure, toFailure } from "../aws/failure";
import { CHECK_LIMIT, checkPolicy, type Finding, type PolicyKind } from "../aws/rolecall-policies";

/** A check starts when writing has paused for so long. */
const PAUSE_MS = 400;

export interface Findings {
  items: readonly Finding[];
  failure: Failure | undefined;
  /** The findings are of an older text; a check is on its way. */
  checking: boolean;
}

const NONE: readonly Finding[] = [];

/** What the linter says of a text, a moment after it has changed. */
export function useFindings(session: string, kind: PolicyKind, text: string): Findings {
  const [checked, setChecked] = useState<{ text: string; items: readonly Finding[]; failure?: Failure }>();
  const checkable = text !== "" && text.length <= CHECK_LIMIT;
  useEffect(() => {
    if (!checkable) return;
    let wanted = true;
    const timer = setTimeout(() => {
      checkPolicy(session, kind, text).then(
        ({ Findings }) => {
          if (wanted) setChecked({ text, items: Findings });
        },
        (error: unknown) => {
          if (wanted) setChecked({ text, items: NONE, failure: toFailure(error) });
        },
      );
    }, PAUSE_MS);
    return () => {
      wanted = false;
      clearTimeout(timer);
    };
  }, [session, kind, text, checkable]);
  const current = checked?.text === text;
  return { items: current ? checked.items : NONE, failure: current ? checked.failure : undefined, checking: checkable && !current };
}
