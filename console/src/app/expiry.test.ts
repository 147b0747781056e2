import { expect, test } from "vitest";
import { dueNotice } from "./expiry";

test("a session that is about to end says so at ten minutes and at two", () => {
  const end = "2026-11-30T12:00:00Z";
  const at = (time: string): number | undefined => dueNotice(end, Date.parse(`2026-11-30T${time}Z`));
  expect(at("11:49:59")).toBeUndefined();
  expect(at("11:50:00")).toBe(10);
  expect(at("11:57:59")).toBe(10);
  expect(at("11:58:00")).toBe(2);
  expect(at("11:59:59")).toBe(2);
  expect(at("12:00:00")).toBeUndefined();
});
