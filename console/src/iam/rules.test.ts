import { describe, expect, test } from "vitest";
import { deniedLines, SessionEnded, toFailure } from "../aws/failure";
import { csv } from "../parts/download";
import { tagChanges } from "../parts/tag-rules";
import { ConsoleError } from "../session/api";
import { safeTarget } from "../pages/sign-in/sign-in-page";
import { parseSwitchLink, switchLink } from "../pages/switch-role/link";
import { revokeDocument } from "../pages/roles/tabs/revoke";
import { nextRotationStep } from "../pages/users/credentials/rotation-guide";
import { newPassword } from "./password";
import { policyType } from "./policy-type";
import { isServiceLinked, trustedWords } from "./trusted";

function denied(message: string): Error {
  return Object.assign(new Error(message), { name: "AccessDenied", $metadata: { requestId: "r-1", httpStatusCode: 403 } });
}

describe("a denial", () => {
  test("is parsed from AWS's sentence", () => {
    const failure = toFailure(
      denied(
        'User: arn:aws:iam::111111111111:user/ana is not authorized to perform: s3:PutObject on resource: "arn:aws:s3:::b/k" because no resource-based policy allows the s3:PutObject action',
      ),
    );
    if (failure.kind !== "denied") throw new Error(failure.kind);
    expect(failure.action).toBe("s3:PutObject");
    expect(deniedLines(failure)).toEqual([
      "User: arn:aws:iam::111111111111:user/ana",
      "Action: s3:PutObject",
      "On resource(s): arn:aws:s3:::b/k",
      "Context: because no resource-based policy allows the s3:PutObject action",
      "Request ID: r-1",
    ]);
  });

  test("without a sentence still has its words and its request", () => {
    const failure = toFailure(denied("Access Denied"));
    if (failure.kind !== "denied") throw new Error(failure.kind);
    expect(deniedLines(failure)).toEqual(["Context: Access Denied", "Request ID: r-1"]);
  });

  test("is not mistaken for the end of a session", () => {
    expect(toFailure(new SessionEnded()).kind).toBe("ended");
    expect(toFailure(new ConsoleError(401, { code: "SessionExpired", message: "x" })).kind).toBe("ended");
    expect(toFailure(new ConsoleError(0, { code: "Unreachable", message: "x" })).kind).toBe("unreachable");
    expect(toFailure(new TypeError("fetch failed")).kind).toBe("unreachable");
  });
});

describe("who is trusted", () => {
  const trust = (Principal: unknown, Effect = "Allow"): string => JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect, Principal, Action: "sts:AssumeRole" }] });

  test("is described in AWS's words", () => {
    expect(trustedWords(trust({ AWS: "arn:aws:iam::222222222222:root", Service: ["ec2.amazonaws.com"] }))).toBe("Account: 222222222222, AWS Service: ec2");
    expect(trustedWords(trust({ AWS: "222222222222" }))).toBe("Account: 222222222222");
    expect(trustedWords(trust({ Federated: "arn:aws:iam::1:saml-provider/x" }))).toBe("Identity Provider: arn:aws:iam::1:saml-provider/x");
    expect(trustedWords(trust("*"))).toBe("Everyone");
    expect(trustedWords(trust({ AWS: "*" }))).toBe("Everyone");
    expect(trustedWords(trust({ AWS: "222222222222" }, "Deny"))).toBe("-");
    expect(trustedWords("not JSON")).toBe("-");
    expect(isServiceLinked("/aws-service-role/x/")).toBe(true);
  });
});

test("a policy's type is read from its ARN", () => {
  expect(policyType("arn:aws:iam::aws:policy/ReadOnlyAccess")).toBe("AWS managed");
  expect(policyType("arn:aws:iam::aws:policy/job-function/ViewOnlyAccess")).toBe("AWS managed - job function");
  expect(policyType("arn:aws:iam::111111111111:policy/x")).toBe("Customer managed");
});

test("tags: what is new or different is set, what is gone is removed", () => {
  const before = [{ Key: "a", Value: "1" }, { Key: "b", Value: "2" }, { Key: "c", Value: "3" }];
  const after = [{ Key: "a", Value: "1" }, { Key: "b", Value: "x" }, { Key: "d", Value: "4" }];
  expect(tagChanges(before, after)).toEqual({ set: [{ Key: "b", Value: "x" }, { Key: "d", Value: "4" }], remove: ["c"] });
});

test("a CSV file quotes what needs it, and holds no formulas", () => {
  expect(csv([["a", 'say "x"', "1,2"], ["=1+1", "@x", ""]])).toBe(`a,"say ""x""","1,2"\r\n'=1+1,'@x,\r\n`);
});

test("a sign-in leads to a page of this console, and nowhere else", () => {
  expect(safeTarget("/switchrole?account=1")).toBe("/switchrole?account=1");
  for (const wrong of [null, "", "https://evil.example", "//evil.example", "/\\evil.example", "javascript:alert(1)"]) expect(safeTarget(wrong)).toBeUndefined();
});

test("a link to switch roles carries what AWS's carries", () => {
  const link = switchLink({ account: "dev", roleName: "path/Name", displayName: "A & B", color: "83d4e8" });
  expect(link).toBe("/switchrole?roleName=path%2FName&account=dev&displayName=A+%26+B&color=83d4e8");
  expect(parseSwitchLink(new URL(link, "http://x").searchParams)).toMatchObject({ account: "dev", roleName: "path/Name", displayName: "A & B", color: "83d4e8" });
});

test("revoking denies everything to sessions that began before", () => {
  expect(JSON.parse(revokeDocument(new Date("2026-11-30T10:00:00Z")))).toEqual({
    Version: "2012-10-17",
    Statement: [{ Effect: "Deny", Action: ["*"], Resource: ["*"], Condition: { DateLessThan: { "aws:TokenIssueTime": "2026-11-30T10:00:30.000Z" } } }],
  });
});

test("a generated password has every kind of character, and the length that the policy wants", () => {
  const password = newPassword({ MinimumPasswordLength: 40 });
  expect(password).toHaveLength(40);
  for (const kind of [/[A-Z]/, /[a-z]/, /\d/, /[^A-Za-z\d]/]) expect(newPassword()).toMatch(kind);
  expect(newPassword()).not.toBe(newPassword());
});

test("the rotation guide knows the next step", () => {
  const key = (Status: "Active" | "Inactive") => ({ Status, CreateDate: undefined, AccessKeyId: "x" });
  expect(nextRotationStep([key("Active")])).toBe(0);
  expect(nextRotationStep([key("Active"), key("Active")])).toBe(1);
  expect(nextRotationStep([key("Active"), key("Inactive")])).toBe(2);
});
