import { expect, test } from "vitest";
import { bucketNameError, prefixesOf, sizeWords } from "./paths";

test("bucket names are those that S3 takes", () => {
  for (const name of ["abc", "a.b-c", "a".repeat(63)]) expect(bucketNameError(name)).toBeUndefined();
  for (const name of ["", "ab", "a".repeat(64), "Abc", "-abc", "abc-", "a..b", "192.168.5.4", "xn--abc"]) expect(bucketNameError(name)).toBeDefined();
});

test("the way to a prefix, folder by folder", () => {
  expect(prefixesOf("a/b c/")).toEqual(["a/", "a/b c/"]);
});

test("sizes in units of 1,024 bytes", () => {
  expect(sizeWords(1023)).toBe("1023 B");
  expect(sizeWords(1536)).toBe("1.5 KB");
});
