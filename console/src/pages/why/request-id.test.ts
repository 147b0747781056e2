import { expect, test } from "vitest";
import { requestIdIn } from "./request-id";

test("the request id is found in the AWS CLI's output, and on its own", () => {
  const id = "1b2c3d4e-0000-4000-8000-00000000abcd";
  expect(requestIdIn(`An error occurred (AccessDenied) when calling the GetObject operation: … (request id ${id.toUpperCase()})`)).toBe(id);
  expect(requestIdIn(` ${id}\n`)).toBe(id);
  expect(requestIdIn("no id")).toBeUndefined();
});
