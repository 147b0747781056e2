import { useEffect, useState } from "react";
import { useLoad } from "../../data/use-load";
import { useSession } from "../../session/session";
import type { Found, Lists } from "./entities";

/** Names are looked up when writing has paused for so long. */
const PAUSE_MS = 250;
/** Shorter texts are part of nearly every name. */
const FEWEST_CHARS = 2;

export interface Search {
  found: Found | undefined;
  loading: boolean;
  failed: boolean;
}

function usePaused(text: string): string {
  const [paused, setPaused] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setPaused(text), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [text]);
  return paused;
}

/** Looks things up by name. Of several answers only that to the newest text is shown. */
export function useSearch(text: string, lists: Lists): Search {
  const { id } = useSession();
  const wanted = text.trim();
  const asked = usePaused(wanted);
  const load = useLoad(asked.length < FEWEST_CHARS ? undefined : `search:${asked}`, async () => {
    // The clients of the services are no part of the first load.
    const { searchAccount } = await import("./search-account");
    return searchAccount(id, lists, asked);
  });
  const current = asked === wanted;
  return { found: current ? load.value : undefined, loading: wanted.length >= FEWEST_CHARS && (!current || load.loading), failed: current && load.failure !== undefined };
}
