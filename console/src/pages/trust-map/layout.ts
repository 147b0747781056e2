import type { TrustEdge, TrustNode } from "../../aws/rolecall-reports";

const COLUMN = 320;
const ROW = 96;

export interface Placed extends TrustNode {
  x: number;
  y: number;
}

/** Columns by the number of hops from the start: who can become the start at the left, what it can become at the right. */
export function placed(nodes: readonly TrustNode[], edges: readonly TrustEdge[], start: string): Placed[] {
  const column = new Map([[start, 0]]);
  const reach = (from: string[], step: number): void => {
    for (let current = from; current.length > 0; ) {
      const found: string[] = [];
      for (const arn of current) {
        for (const { From, To } of edges) {
          const [here, there] = step > 0 ? [From, To] : [To, From];
          if (here !== arn || column.has(there)) continue;
          column.set(there, (column.get(arn) ?? 0) + step);
          found.push(there);
        }
      }
      current = found;
    }
  };
  reach([start], 1);
  reach([start], -1);
  // What hangs on others than the start: beside what it is connected with.
  reach([...column.keys()], 1);
  reach([...column.keys()], -1);
  const heights = new Map<number, number>();
  return nodes.map((node) => {
    const at = column.get(node.Arn) ?? 0;
    const row = heights.get(at) ?? 0;
    heights.set(at, row + 1);
    return { ...node, x: at * COLUMN, y: row * ROW };
  });
}
