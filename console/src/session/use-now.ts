import { useEffect, useState } from "react";

/** The time, new every half minute: for what is left of a session. */
const STEP = 30_000;

export function useNow(step: number = STEP): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), step);
    return () => clearInterval(timer);
  }, [step]);
  return now;
}
