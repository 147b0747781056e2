import { describe, expect, test } from "vitest";
import { inWords, type Level, limitsOf, type Statement, statementsOf } from "./limits";

const policy = (...Statement: Statement[]) => ({ id: JSON.stringify(Statement), name: "P", document: JSON.stringify({ Version: "2012-10-17", Statement }) });
const level = (name: string, ...statements: Statement[]): Level => ({ name, policies: [policy(...statements)] });
const ALL: Statement = { Effect: "Allow", Action: "*", Resource: "*" };
const one = (...levels: Level[]): unknown => {
  const text = limitsOf(levels).one;
  return text === undefined ? undefined : (JSON.parse(text) as { Statement: unknown }).Statement;
};

describe("the limits of all levels as one policy", () => {
  test("is everything where each level allows everything", () => {
    expect(one(level("Root", ALL), level("dev", ALL))).toEqual([ALL]);
    const resources: Statement = { ...ALL, Principal: "*" };
    expect(one(level("Root", resources), level("dev", resources))).toEqual([resources]);
  });

  test("has the denials of every level", () => {
    const deny: Statement = { Sid: "NoIam", Effect: "Deny", Action: "iam:*", Resource: "*", Condition: { Bool: { "aws:MultiFactorAuthPresent": "false" } } };
    expect(one(level("Root", ALL, deny), level("OU", ALL), level("dev", ALL))).toEqual([ALL, deny]);
  });

  test("has what a single level allows that does not allow everything", () => {
    const some: Statement = { Effect: "Allow", NotAction: "iam:*", Resource: "*" };
    expect(one(level("Root", ALL), level("OU", some), level("dev", ALL))).toEqual([some]);
  });

  test("has only what several narrow levels have in common", () => {
    const ou: Statement = { Effect: "Allow", Action: ["s3:*", "EC2:Describe*", "sts:AssumeRole"], Resource: "*" };
    const account: Statement = { Effect: "Allow", Action: ["s3:Get*", "ec2:*", "iam:*"], Resource: "*" };
    expect(one(level("OU", ou), level("dev", account))).toEqual([{ Effect: "Allow", Action: ["s3:Get*", "EC2:Describe*"], Resource: "*" }]);
    expect(one(level("OU", { ...ou, Action: "s3:*" }), level("dev", { ...account, Action: "iam:*" }))).toEqual([]);
  });

  test("is not written where that would say something else", () => {
    const conditional: Statement = { Effect: "Allow", Action: "s3:*", Resource: "*", Condition: { Bool: { "aws:SecureTransport": "true" } } };
    const narrow: Statement = { Effect: "Allow", Action: "s3:Get*", Resource: "*" };
    for (const other of [conditional, { ...narrow, Action: "s3:*Object" }, { ...narrow, Resource: "arn:aws:s3:::b" }, { Effect: "Allow", NotAction: "iam:*", Resource: "*" }]) {
      expect(limitsOf([level("OU", other), level("dev", narrow)]).one, JSON.stringify(other)).toBeUndefined();
    }
    // An Allow of everything under a condition is not one of everything.
    expect(limitsOf([level("Root", { ...ALL, Condition: conditional.Condition })]).levels[0]?.allowsAll).toBe(false);
    const broken = limitsOf([{ name: "Root", policies: [{ id: "p", name: "Broken", document: "{" }] }]);
    expect(broken.one).toBeUndefined();
    expect(broken.levels[0]?.unread).toEqual(["Broken"]);
  });

  test("a level without a policy allows nothing", () => {
    expect(one({ name: "OU", policies: [] }, level("dev", ALL))).toEqual([]);
  });

  test("has each statement once, and no Sid twice", () => {
    const a: Statement = { Sid: "One", Effect: "Deny", Action: "iam:*", Resource: "*" };
    const b: Statement = { Sid: "One", Effect: "Deny", Action: "s3:*", Resource: "*" };
    expect(one(level("Root", ALL, a), level("OU", ALL, a, b))).toEqual([ALL, { Effect: "Deny", Action: "iam:*", Resource: "*" }, { Effect: "Deny", Action: "s3:*", Resource: "*" }]);
  });
});

test("an old policy with a text that would become a variable is not put beside others", () => {
  const document = JSON.stringify({ Version: "2008-10-17", Statement: { Effect: "Deny", Action: "s3:*", Resource: "arn:aws:s3:::${aws:username}" } });
  expect(statementsOf(document)).toBeUndefined();
});

test("statements are said in words", () => {
  expect(inWords(ALL)).toBe("every action on all resources");
  expect(inWords({ Effect: "Deny", NotAction: ["sts:*"], Resource: "*", Condition: {} })).toBe("every action except sts:* on all resources, if its conditions are met");
  expect(inWords({ Effect: "Allow", Action: "s3:GetObject", Resource: ["arn:aws:s3:::a/*"] })).toBe("s3:GetObject on arn:aws:s3:::a/*");
});
