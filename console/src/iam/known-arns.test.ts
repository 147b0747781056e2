import { expect, test } from "vitest";
import { CALLS_OF_LIST, firstPages } from "./known-arns";

test("a list stops after its last page, and after so many calls", async () => {
  const pages = (count: number) => (next: string | undefined) => {
    const page = Number(next ?? 0);
    return Promise.resolve({ items: [`arn ${page}`], next: page + 1 < count ? String(page + 1) : undefined });
  };
  expect(await firstPages(pages(2))).toEqual(["arn 0", "arn 1"]);
  expect(await firstPages(pages(CALLS_OF_LIST))).toHaveLength(CALLS_OF_LIST);
  expect(await firstPages(pages(CALLS_OF_LIST + 1))).toHaveLength(CALLS_OF_LIST);
});

test("a list that is denied is empty, and one that is denied later keeps what came", async () => {
  expect(await firstPages(() => Promise.reject(new Error("AccessDenied")))).toEqual([]);
  expect(await firstPages((next) => (next === undefined ? Promise.resolve({ items: ["a"], next: "2" }) : Promise.reject(new Error("AccessDenied"))))).toEqual(["a"]);
});
