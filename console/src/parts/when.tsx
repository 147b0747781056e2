import type { ReactNode } from "react";
import { daysAgo, localTime, utcTime } from "./time";

/** A time as the reader's clock shows it; UTC on hover. */
export function When({ time, none = "-" }: { time: Date | undefined; none?: string }): ReactNode {
  if (!time) return none;
  return (
    <time dateTime={time.toISOString()} title={utcTime(time)}>
      {localTime(time)}
    </time>
  );
}

/** How long ago; the exact time in UTC on hover. */
export function Ago({ time, none = "-" }: { time: Date | undefined; none?: string }): ReactNode {
  if (!time) return none;
  return (
    <time dateTime={time.toISOString()} title={utcTime(time)}>
      {daysAgo(time)}
    </time>
  );
}
