const DAY = 86_400_000;

const local = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "short" });

export function localTime(time: Date): string {
  return local.format(time);
}

/** 2026-11-30 15:20:07 UTC */
export function utcTime(time: Date): string {
  return `${time.toISOString().slice(0, 19).replace("T", " ")} UTC`;
}

export function daysSince(time: Date, now: number = Date.now()): number {
  return Math.max(0, Math.floor((now - time.getTime()) / DAY));
}

/** "Today", "Yesterday", "12 days ago" */
export function daysAgo(time: Date, now?: number): string {
  const days = daysSince(time, now);
  if (days === 0) return "Today";
  return days === 1 ? "Yesterday" : `${days} days ago`;
}
