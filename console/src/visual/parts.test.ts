import { expect, test } from "vitest";
import { includes, levelsOf, otherEntries, prefixesOf } from "./actions";
import { anyOf, arnOf, fieldsOf } from "./arn";
import { operatorText, parseOperator } from "./operators";

const reference = {
  Actions: [
    { Name: "PutObject", AccessLevel: "Write", ResourceTypes: ["object"], ConditionKeys: [] },
    { Name: "GetObject", AccessLevel: "Read", ResourceTypes: ["object"], ConditionKeys: [] },
    { Name: "GetBucketPolicy", AccessLevel: "Read", ResourceTypes: ["bucket"], ConditionKeys: [] },
  ],
  ResourceTypes: [],
  ConditionKeys: [],
};

test("patterns of actions", () => {
  for (const [pattern, action, expected] of [
    ["s3:Get*", "s3:GetObject", true],
    ["S3:get*T", "s3:GetObject", true],
    ["s3:G?tObject", "s3:GetObject", true],
    ["s3:Get", "s3:GetObject", false],
    ["*", "s3:GetObject", true],
    ["s3:*Object*", "s3:GetObject", true],
    ["s3:*X", "s3:GetObject", false],
    ["s3:GetObject?", "s3:GetObject", false],
  ] as const) expect(includes(pattern, action), pattern).toBe(expected);
});

test("actions by access level: named, included by a wildcard, or neither", () => {
  expect(levelsOf(reference, "s3", ["s3:getobject", "s3:GetB*"])).toEqual([
    { level: "Read", actions: [{ name: "GetObject", positions: [0], by: undefined }, { name: "GetBucketPolicy", positions: [], by: "s3:GetB*" }] },
    { level: "Write", actions: [{ name: "PutObject", positions: [], by: undefined }] },
  ]);
  expect(otherEntries(reference, "s3", ["s3:GetObject", "s3:GetB*", "iam:*", "s3:Nope"])).toEqual([{ position: 1, value: "s3:GetB*" }, { position: 3, value: "s3:Nope" }]);
  expect(prefixesOf(["s3:A", "*", "S3:B", "iam:C"])).toEqual(["s3", "*", "iam"]);
});

test("ARNs are made of a format; a policy variable stays one", () => {
  const format = "arn:${Partition}:iam::${Account}:role/${RoleNameWithPath}";
  expect(fieldsOf(format)).toEqual(["Account", "RoleNameWithPath"]);
  expect(arnOf(format, { Account: "111111111111", RoleNameWithPath: "${aws:username}$&" })).toBe("arn:aws:iam::111111111111:role/${aws:username}$&");
  expect(anyOf("arn:${Partition}:sqs:${Region}:${Account}:${QueueName}", "111111111111")).toBe("arn:aws:sqs:*:111111111111:*");
});

test("an operator comes apart and together again", () => {
  for (const text of ["StringEquals", "ForAnyValue:StringLikeIfExists", "ForAllValues:ArnLike", "BoolIfExists", "Other:Thing", ""]) expect(operatorText(parseOperator(text))).toBe(text);
  expect(parseOperator("ForAllValues:StringLikeIfExists")).toEqual({ qualifier: "ForAllValues", name: "StringLike", ifExists: true });
});
