import type { ReactNode } from "react";
import { useLoad } from "../data/use-load";
import { FailureInPlace } from "./loaded";

/**
 * A table's cell whose value needs a call of its own. Only rows on the screen make theirs.
 * `cache` outlives the row, so that turning pages and sorting ask once.
 */
export function LazyCell<T>({ id, cache, read, children }: { id: string; cache: Map<string, Promise<T>>; read: () => Promise<T>; children: (value: T) => ReactNode }): ReactNode {
  const load = useLoad(id, async () => {
    let asked = cache.get(id);
    if (!asked) {
      asked = read();
      cache.set(id, asked);
    }
    return { cell: await asked };
  });
  if (load.failure) return <FailureInPlace failure={load.failure} />;
  return load.value === undefined ? "…" : children(load.value.cell);
}
