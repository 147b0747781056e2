import { CompletionContext } from "@codemirror/autocomplete";
import { json } from "@codemirror/lang-json";
import { EditorState } from "@codemirror/state";
import { expect, test } from "vitest";
import { policyCompletion, type Reference, servicesOf } from "./completion";

const reference: Reference = {
  services: () => Promise.resolve([{ Prefix: "s3", Name: "Amazon S3" }]),
  actions: (service) =>
    service === "s3"
      ? Promise.resolve({
          Actions: [{ Name: "GetObject", AccessLevel: "Read", ResourceTypes: ["object"], ConditionKeys: ["s3:prefix"] }],
          ResourceTypes: [{ Name: "object", ArnFormats: ["arn:${Partition}:s3:::${BucketName}/${ObjectName}"] }],
          ConditionKeys: ["s3:prefix", "aws:ResourceTag/${TagKey}"],
        })
      : Promise.reject(new Error("no such service")),
  arns: (kinds) => Promise.resolve(kinds.map((kind) => ({ kind, arn: `a ${kind}` }))),
};

/** What is offered where `|` stands. */
async function offered(text: string): Promise<string[]> {
  const position = text.indexOf("|");
  const state = EditorState.create({ doc: text.replace("|", ""), extensions: [json()] });
  const result = await policyCompletion("TRUST", reference)(new CompletionContext(state, position, true));
  return result?.options.map((option) => option.label) ?? [];
}

test("services, then the actions of one", async () => {
  expect(await offered('{"Statement":[{"Action":["s|"]}]}')).toEqual(["s3:"]);
  expect(await offered('{"Statement":[{"Action":"s3:|"}]}')).toEqual(["s3:*", "s3:GetObject"]);
});

test("resources of the services whose actions the statement names", async () => {
  expect(await offered('{"Statement":[{"Action":"s3:GetObject","Resource":["|"]}]}')).toContain("arn:aws:s3:::${BucketName}/${ObjectName}");
  expect(await offered('{"Statement":[{"Action":"ec2:RunInstances","Resource":["|"]}]}')).toEqual(["*"]);
});

test("what exists, where an ARN is written", async () => {
  expect(await offered('{"Statement":[{"Action":"s3:GetObject","Resource":["|"]}]}')).toContain("a bucket");
  expect(await offered('{"Statement":[{"Action":"s3:GetObject","Resource":["|"]}]}')).not.toContain("a role");
  expect(await offered('{"Statement":[{"Action":"iam:PassRole","Resource":"|"}]}')).toEqual(["*", "a role", "a user", "a group", "a policy"]);
  for (const action of ['"Action":"*"', '"NotAction":"s3:*"', '"Action":["s3:x","*"]', '"Effect":"Allow"']) {
    const all = await offered(`{"Statement":[{${action},"Resource":"|"}]}`);
    expect(all, action).toContain("a role");
    expect(all, action).toContain("a bucket");
  }
  expect(await offered('{"Statement":[{"Principal":{"AWS":["|"]}}]}')).toEqual(["a account", "a role", "a user"]);
  expect(await offered('{"Statement":[{"Principal":{"Service":"|"}}]}')).toEqual([]);
  expect(await offered('{"Statement":[{"Condition":{"ArnLike":{"aws:PrincipalArn":"|"}}}]}')).toEqual(["a role", "a user", "a account"]);
  expect(await offered('{"Statement":[{"Condition":{"Bool":{"aws:SecureTransport":"|"}}}]}')).toEqual(["true", "false"]);
});

test("operators, then condition keys", async () => {
  expect(await offered('{"Statement":[{"Condition":{"|":{}}}]}')).toContain("StringEquals");
  const keys = await offered('{"Statement":[{"Action":"s3:GetObject","Condition":{"StringEquals":{"|":""}}}]}');
  expect(keys).toContain("s3:prefix");
  expect(keys).toContain("aws:PrincipalOrgID");
});

test("members of a statement; a principal only where one may stand", async () => {
  expect(await offered('{"Statement":[{"|":""}]}')).toContain("Principal");
  expect(await offered('{"|":""}')).toEqual(["Version", "Id", "Statement"]);
});

test("an action of a service that is not known offers nothing, and does not fail", async () => {
  expect(await offered('{"Statement":[{"Action":"nope:|"}]}')).toEqual([]);
});

test("services of a statement leave ARNs and global keys out", () => {
  expect(servicesOf('{"Action":["s3:Get*","iam:*"],"Resource":"arn:aws:sqs:::x","Condition":{"Bool":{"aws:SecureTransport":"true"}}}')).toEqual(["s3", "iam"]);
});
