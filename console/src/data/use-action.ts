import { useCallback, useState } from "react";
import { type Failure, toFailure } from "../aws/failure";
import { useEnded } from "./ended";

export interface Action {
  busy: boolean;
  failure: Failure | undefined;
  /** Runs one change; a second one waits until the first has ended. */
  run: (work: () => Promise<void>) => void;
  clear: () => void;
}

/** A button's work: busy while it runs, its failure kept to be shown beside the button. */
export function useAction(): Action {
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure>();
  const ended = useEnded();

  const run = useCallback(
    (work: () => Promise<void>) => {
      setBusy(true);
      setFailure(undefined);
      work().then(
        () => setBusy(false),
        (error: unknown) => {
          const seen = toFailure(error);
          setBusy(false);
          setFailure(seen);
          if (seen.kind === "ended") ended();
        },
      );
    },
    [ended],
  );
  const clear = useCallback(() => setFailure(undefined), []);
  return { busy, failure, run, clear };
}
