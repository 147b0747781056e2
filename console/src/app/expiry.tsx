import { useEffect, useState } from "react";
import type { Session } from "../session/api";
import { useNow } from "../session/use-now";
import { type Flash, useFlash } from "./flash";

const MINUTE = 60_000;

/** A session says twice that it is about to end. */
const NOTICES = [10, 2] as const;

/** The notice that is due, in minutes before the end; none while there is more time, or none left. */
export function dueNotice(expiresAt: string, now: number): number | undefined {
  const left = Date.parse(expiresAt) - now;
  if (left <= 0) return undefined;
  return NOTICES.filter((minutes) => left <= minutes * MINUTE).at(-1);
}

export function useExpiryNotices(session: Session): void {
  const now = useNow();
  const flash = useFlash();
  const due = dueNotice(session.expiresAt, now);
  const [said] = useState(() => new Set<string>());
  useEffect(() => {
    if (due === undefined) return;
    const key = `${session.id} ${due}`;
    if (said.has(key)) return;
    said.add(key);
    flash(notice(session, due));
  }, [due, session, said, flash]);
}

function notice(session: Session, minutes: number): Flash {
  const again = session.kind === "role" ? "switch to the role again" : "sign in again";
  return { type: "warning", text: `This session ends in less than ${minutes} minutes. You can then ${again} without leaving the page.` };
}
