import { expect, test } from "vitest";
import { edited, lineAndColumn } from "./findings";

test("edits are applied from the end, so that places stay right", () => {
  const fixed = edited("abcdef", [
    { Start: 0, End: 1, Text: "AAA" },
    { Start: 4, End: 6, Text: "" },
  ]);
  expect(fixed).toBe("AAAbcd");
});

test("a place is shown as line and column, both counted from one", () => {
  expect(lineAndColumn("a\nbc", 0)).toBe("1:1");
  expect(lineAndColumn("a\nbc", 3)).toBe("2:2");
});
