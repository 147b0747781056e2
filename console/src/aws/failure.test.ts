import { expect, test } from "vitest";
import { SecurityKeyError } from "../security-key/security-key-error";
import { ConsoleError } from "../session/api";
import { toFailure } from "./failure";

test("a server that does not answer is not an error of a service, although the SDK dresses it as one", () => {
  const failed = Object.assign(new TypeError("Failed to fetch"), { $metadata: { attempts: 1 } });
  expect(toFailure(failed)).toEqual({ kind: "unreachable", message: "The server cannot be reached." });
});

test("a denial has its parts", () => {
  const denied = Object.assign(new Error("User: arn:aws:iam::1:user/a is not authorized to perform: iam:ListUsers on resource: arn:aws:iam::1:user/ because no policy"), { name: "AccessDenied", $metadata: { requestId: "r", httpStatusCode: 403 } });
  expect(toFailure(denied)).toMatchObject({ kind: "denied", action: "iam:ListUsers", resource: "arn:aws:iam::1:user/", requestId: "r" });
});

test("a denial of a call that the console made for the page has its parts too", () => {
  const message = "User: arn:aws:iam::1:user/a is not authorized to perform: iam:EnableMFADevice on resource: arn:aws:iam::1:user/a because no policy";
  expect(toFailure(new ConsoleError(403, { code: "AccessDenied", message, requestId: "r" }))).toMatchObject({ kind: "denied", action: "iam:EnableMFADevice", requestId: "r" });
  expect(toFailure(new ConsoleError(409, { code: "LimitExceeded", message: "x" }))).toMatchObject({ kind: "refused", code: "LimitExceeded" });
});

test("a security key that was not used is not a server that cannot be reached", () => {
  expect(toFailure(new SecurityKeyError("Try again."))).toEqual({ kind: "refused", code: "Security key not used", message: "Try again." });
});
