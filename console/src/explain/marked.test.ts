import { expect, test } from "vitest";
import { pieces } from "./marked";

test("a text is cut where its marks begin and end", () => {
  expect(pieces("abcdef", [{ Start: 2, End: 4 }])).toEqual([
    { text: "ab", marked: false },
    { text: "cd", marked: true },
    { text: "ef", marked: false },
  ]);
});

test("marks that overlap, are empty or lie outside lose no text", () => {
  const cut = pieces("abcdef", [
    { Start: 1, End: 4 },
    { Start: 3, End: 5 },
    { Start: 2, End: 2 },
    { Start: 50, End: 60 },
  ]);
  expect(cut.map((piece) => piece.text).join("")).toBe("abcdef");
  expect(cut.filter((piece) => piece.marked).map((piece) => piece.text).join("")).toBe("bcde");
});
