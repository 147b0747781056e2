import { expect, test } from "vitest";
import { toFailure } from "./failure";

test("a server that does not answer is not an error of a service, although the SDK dresses it as one", () => {
  const failed = Object.assign(new TypeError("Failed to fetch"), { $metadata: { attempts: 1 } });
  expect(toFailure(failed)).toEqual({ kind: "unreachable", message: "The server cannot be reached." });
});

test("a denial has its parts", () => {
  const denied = Object.assign(new Error("User: arn:aws:iam::1:user/a is not authorized to perform: iam:ListUsers on resource: arn:aws:iam::1:user/ because no policy"), { name: "AccessDenied", $metadata: { requestId: "r", httpStatusCode: 403 } });
  expect(toFailure(denied)).toMatchObject({ kind: "denied", action: "iam:ListUsers", resource: "arn:aws:iam::1:user/", requestId: "r" });
});
