import { expect, test } from "vitest";
import { placed } from "./layout";

const node = (Arn: string) => ({ Arn, Kind: "Role", Name: Arn });
const edge = (From: string, To: string) => ({ From, To, Decision: "Allowed", Via: "trust" as const });

test("principals that can become the start are on its left, roles it can become on its right, and a cycle ends", () => {
  const nodes = placed(["start", "before", "after", "later"].map(node), [edge("before", "start"), edge("start", "after"), edge("after", "later"), edge("later", "start")], "start");
  const x = Object.fromEntries(nodes.map((one) => [one.Arn, one.x]));
  expect(x.before).toBeLessThan(x.start ?? 0);
  expect(x.after).toBeGreaterThan(x.start ?? 0);
  expect(x.later).toBeGreaterThan(x.after ?? 0);
});

test("no two principals overlap", () => {
  const nodes = placed(["a", "b", "c"].map(node), [edge("a", "b"), edge("a", "c")], "a");
  expect(new Set(nodes.map(({ x, y }) => `${x} ${y}`)).size).toBe(3);
});
