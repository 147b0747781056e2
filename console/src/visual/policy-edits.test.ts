import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { childrenOf, nodeAt, type Path, rawOf } from "./in-place";
import { addCondition, addStatement, addValues, changeCondition, cloneStatement, removeCondition, removeStatement, removeValues, setEffect, setElement, setValue, swapStatements } from "./policy-edits";
import { readPolicy } from "./read";

describe("an edit is written as its neighbours are", () => {
  const lines = `{
  "Version": "2012-10-17",
  "Statement": [{
    "Effect" : "Allow",
    "Action": [
      "s3:GetObject",
      "s3:PutObject"
    ],
    "Resource": "*"
  }]
}`;

  test("items and members on lines of their own", () => {
    expect(addValues(lines, 0, "Action", ["s3:DeleteObject"])).toBe(lines.replace('"s3:PutObject"', '"s3:PutObject",\n      "s3:DeleteObject"'));
    expect(addValues(lines, 0, "Resource", ["arn:aws:s3:::a"])).toBe(lines.replace('"*"', '["*", "arn:aws:s3:::a"]'));
    expect(addCondition(lines, 0, { operator: "Bool", key: "aws:SecureTransport", values: ["true"] })).toBe(
      lines.replace('"Resource": "*"', '"Resource": "*",\n    "Condition" : {\n      "Bool": {\n        "aws:SecureTransport": "true"\n      }\n    }'),
    );
  });

  test("the last of several items on one line is removed whole", () => {
    const text = '{"Statement":[{"Action":["a:B", "c:D"]}]}';
    expect(removeValues(text, 0, "Action", [1])).toBe('{"Statement":[{"Action":["a:B"]}]}');
    expect(removeValues(text, 0, "Action", [0])).toBe('{"Statement":[{"Action":["c:D"]}]}');
    expect(removeValues(text, 0, "Action", [0, 1])).toBe('{"Statement":[{"Action":[]}]}');
  });

  test("everything on one line stays on one line", () => {
    expect(addStatement('{"Statement":{"Effect":"Deny"}}')).toBe('{"Statement":[{"Effect":"Deny"},{"Effect":"Allow","Action":[],"Resource":[]}]}');
    expect(setEffect('{"Statement":[{"Sid":"a"}]}', 0, "Deny")).toBe('{"Statement":[{"Sid":"a","Effect":"Deny"}]}');
  });

  test("a copy has a Sid of its own", () => {
    const text = '{"Statement":[{"Sid":"Read1","Foo":1.0},{"Sid":"Read2"}]}';
    expect(cloneStatement(text, 0)).toBe('{"Statement":[{"Sid":"Read1","Foo":1.0},{"Sid":"Read3","Foo":1.0},{"Sid":"Read2"}]}');
  });

  test("a condition gets another key or operator, and keeps its values as they are written", () => {
    const text = '{"Statement":[{"Condition":{"Bool":{"a":true,"b":[false]}}}]}';
    expect(changeCondition(text, 0, { operator: "Bool", key: "b", values: ["false"] }, { operator: "Null", key: "b", values: ["false"] })).toBe('{"Statement":[{"Condition":{"Bool":{"a":true},"Null":{"b":[false]}}}]}');
    expect(changeCondition(text, 0, { operator: "Bool", key: "a", values: ["true"] }, { operator: "Bool", key: "c", values: ["true"] })).toBe('{"Statement":[{"Condition":{"Bool":{"c":true,"b":[false]}}}]}');
    expect(changeCondition(text, 0, { operator: "Bool", key: "a", values: ["true"] }, { operator: "Bool", key: "b", values: ["true"] })).toBe(text);
  });
});

describe("what cannot be drawn is text", () => {
  const statement = (text: string) => {
    const policy = readPolicy(`{"Statement":[${text}]}`);
    if (typeof policy === "string") throw new Error(policy);
    return policy.statements[0];
  };

  test("elements that it does not know, and those of another form", () => {
    expect(statement('{"Effect":"Allow","NotPrincipal":{"AWS":"1"},"Foo":[1.50],"Action":["s3:*"],"Resource":7}')).toMatchObject({
      effect: "Allow",
      actions: { name: "Action", values: ["s3:*"] },
      resources: undefined,
      asText: [{ name: "NotPrincipal", text: '{"AWS":"1"}' }, { name: "Foo", text: "[1.50]" }, { name: "Resource", text: "7" }],
    });
    expect(statement('{"Action":"a:b","NotAction":"c:d"}')).toMatchObject({ actions: undefined, asText: [{ name: "Action" }, { name: "NotAction" }] });
    expect(statement('{"NotAction":"a:b","NotResource":["x"]}')).toMatchObject({ actions: { name: "NotAction" }, resources: { name: "NotResource" } });
  });

  test("names that are there twice", () => {
    expect(statement('{"Effect":"Allow","Effect":"Deny"}')?.whole?.why).toBe("The statement has the element Effect more than once.");
    expect(statement('{"Condition":{"Bool":{"a":"1","a":"2"}}}')).toMatchObject({ conditions: [], asText: [{ name: "Condition" }] });
    expect(readPolicy('{"Statement":[],"Statement":[]}')).toBe("The policy has the element Statement more than once.");
  });

  test("texts that are not JSON", () => {
    for (const text of ["", "{", '{"Statement":[]} // x', "[]", '{"Statement":[],}', '{"Statement":1}', "﻿{}"]) expect(typeof readPolicy(text)).toBe("string");
    expect(typeof readPolicy(`{"a":${"[".repeat(100_000)}`)).toBe("string");
  });
});

// Policies of any layout: members in any order, unknown ones among them, white space of any kind between the tokens.

type Json = string | number | boolean | null | Json[] | { [name: string]: Json };

const name = fc.constantFrom("s3:GetObject", "s3:*", "iam:PassRole", "*", 'a"b:\\c', "ü:é", "${aws:username}");
const names = fc.oneof(name, fc.array(name, { maxLength: 4 }));
const keyOf = fc.constantFrom("aws:SourceIp", "aws:PrincipalTag/a\\b", "s3:prefix");
const operatorOf = fc.constantFrom("StringEquals", "ForAnyValue:StringLikeIfExists", "Bool");
const scalar = fc.oneof(name, fc.boolean(), fc.integer());
const conditions = fc.dictionary(operatorOf, fc.dictionary(keyOf, fc.oneof(scalar, fc.array(scalar, { maxLength: 3 })), { minKeys: 1, maxKeys: 3, noNullPrototype: true }), { maxKeys: 3, noNullPrototype: true });
const anything = fc.jsonValue({ maxDepth: 2 }) as fc.Arbitrary<Json>;

const statementOf: fc.Arbitrary<[string, Json][]> = fc
  .record(
    { Sid: fc.constantFrom("A", "B1", "B2"), Effect: fc.constantFrom("Allow", "Deny"), Action: names, Resource: names, Condition: conditions, NotPrincipal: anything, Foo: anything },
    { requiredKeys: [], noNullPrototype: true },
  )
  .chain((members) => {
    const entries = Object.entries(members) as [string, Json][];
    return fc.shuffledSubarray(entries, { minLength: entries.length, maxLength: entries.length });
  });

/** A JSON text with the white space that comes next between any two tokens. */
function written(value: Json | Members[], blank: () => string): string {
  const list = (parts: string[], open: string, close: string): string => `${open}${blank()}${parts.join(`${blank()},${blank()}`)}${parts.length > 0 ? blank() : ""}${close}`;
  const member = ([key, item]: [string, Json]): string => `${JSON.stringify(key)}${blank()}:${blank()}${written(item, blank)}`;
  if (Array.isArray(value)) return list(value.map((item) => (item instanceof Members ? list(item.pairs.map(member), "{", "}") : written(item, blank))), "[", "]");
  if (typeof value === "object" && value !== null) return list(Object.entries(value).map(member), "{", "}");
  return JSON.stringify(value);
}

/** The members of an object, in an order of their own. */
class Members {
  constructor(readonly pairs: readonly [string, Json][]) {}
}

const policyText = fc
  .record({
    statements: fc.array(statementOf, { maxLength: 3 }),
    alone: fc.boolean(),
    extra: anything,
    blanks: fc.oneof(fc.array(fc.constantFrom("", " ", "\n", "\n\t\t", "\r\n    ", "   "), { minLength: 3, maxLength: 40 }), fc.constant([""]), fc.constant([" "])),
  })
  .map(({ statements, alone, extra, blanks }) => {
    let at = 0;
    const blank = (): string => blanks[(at += 1) % blanks.length] ?? "";
    const wrapped = statements.map((one) => new Members(one));
    const [first] = wrapped;
    const body = alone && first ? written([first], blank).trim().slice(1, -1) : written(wrapped, blank);
    return `${blank()}{${blank()}"Id"${blank()}:${blank()}"x",${blank()}"Unknown":${written(extra, blank)},"Statement"${blank()}:${body}${blank()},"Version":"2012-10-17"${blank()}}${blank()}`;
  });

interface Step {
  kind: number;
  statement: number;
  position: number;
  word: string;
  operator: string;
  key: string;
}

const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.record({ kind: fc.nat(9), statement: fc.nat(5), position: fc.nat(5), word: name, operator: operatorOf, key: keyOf }),
  { minLength: 1, maxLength: 12 },
);

function statementPath(text: string, index: number): Path {
  return nodeAt(text, ["Statement"])?.type === "object" ? ["Statement"] : ["Statement", index];
}

/** Everything before and after a value. */
function around(text: string, path: Path): [string, string] {
  const node = nodeAt(text, path);
  if (!node) throw new Error(`nothing at ${path.join("/")}`);
  return [text.slice(0, node.offset), text.slice(node.offset + node.length)];
}

/** The members of an object as they are written, but those of one name. */
function others(text: string, path: Path, but: string): string[] {
  return childrenOf(nodeAt(text, path)).filter((member) => childrenOf(member)[0]?.value !== but).map((member) => rawOf(text, member));
}

function statementTexts(text: string): string[] {
  const node = nodeAt(text, ["Statement"]);
  if (!node) return [];
  return node.type === "object" ? [rawOf(text, node)] : childrenOf(node).map((child) => rawOf(text, child));
}

/** Does one step, and checks that it changed what it was about, and nothing else. */
function stepped(text: string, step: Step): string {
  const policy = readPolicy(text);
  if (typeof policy === "string") throw new Error(policy);
  const count = policy.statements.length;
  const index = count === 0 ? 0 : step.statement % count;
  const drawn = policy.statements[index];
  const before = statementTexts(text);
  const whole = (after: string, expected: (string | RegExp)[]): string => {
    expect(around(after, ["Statement"])).toEqual(around(text, ["Statement"]));
    const now = statementTexts(after);
    expect(now.length).toBe(expected.length);
    now.forEach((one, at) => {
      const wanted = expected[at];
      if (typeof wanted === "string") expect(one).toBe(wanted);
    });
    return after;
  };
  const ANY = /./;
  switch (step.kind) {
    case 0:
      return whole(addStatement(text), [...before, ANY]);
    case 1:
      return drawn ? whole(removeStatement(text, index), before.filter((_, at) => at !== index)) : text;
    case 2: {
      if (!drawn) return text;
      const after = cloneStatement(text, index);
      const path: Path = ["Statement", index + 1];
      expect(others(after, path, "Sid")).toEqual(others(after, ["Statement", index], "Sid"));
      return whole(after, [...before.slice(0, index + 1), ANY, ...before.slice(index + 1)]);
    }
    case 3: {
      if (index + 1 >= count) return text;
      const swapped = [...before];
      [swapped[index], swapped[index + 1]] = [before[index + 1] ?? "", before[index] ?? ""];
      return whole(swapStatements(text, index), swapped);
    }
    default:
  }
  if (!drawn) return text;
  const path = statementPath(text, index);
  const inside = (after: string, member: string): string => {
    expect(around(after, statementPath(after, index))).toEqual(around(text, path));
    expect(others(after, path, member)).toEqual(others(text, path, member));
    return after;
  };
  const list = step.position % 2 === 0 ? (drawn.actions ?? { name: "Action", values: [] }) : (drawn.resources ?? { name: "Resource", values: [] });
  const read = (after: string): DrawnNow => {
    const now = readPolicy(after);
    if (typeof now === "string") throw new Error(now);
    return now.statements[index];
  };
  const valuesNow = (after: string): readonly string[] | undefined => (step.position % 2 === 0 ? read(after)?.actions : read(after)?.resources)?.values;
  const condition = drawn.conditions[step.position % Math.max(1, drawn.conditions.length)];
  const pairs = (all: readonly { operator: string; key: string; values: readonly string[] }[]): string[] => all.map(({ operator, key, values }) => `${operator} ${key} ${JSON.stringify(values)}`).sort();
  switch (step.kind) {
    case 4: {
      const after = inside(setEffect(text, index, step.position % 2 === 0 ? "Allow" : "Deny"), "Effect");
      expect(read(after)?.effect).toBe(step.position % 2 === 0 ? "Allow" : "Deny");
      return after;
    }
    case 5: {
      const after = inside(addValues(text, index, list.name, [step.word, "x:y"]), list.name);
      expect(valuesNow(after)).toEqual([...list.values, step.word, "x:y"]);
      return after;
    }
    case 6: {
      if (list.values.length === 0) return text;
      const at = step.statement % list.values.length;
      const after = inside(removeValues(text, index, list.name, [at]), list.name);
      expect(valuesNow(after)).toEqual(list.values.filter((_, one) => one !== at));
      return after;
    }
    case 7: {
      if (list.values.length === 0) return text;
      const at = step.statement % list.values.length;
      const after = inside(setValue(text, index, list.name, at, step.word), list.name);
      expect(valuesNow(after)).toEqual(list.values.map((value, one) => (one === at ? step.word : value)));
      return after;
    }
    case 8: {
      if (drawn.asText.some((one) => one.name === "Condition")) return text;
      if (step.position % 2 === 0 && condition) {
        const after = inside(removeCondition(text, index, condition), "Condition");
        expect(pairs(read(after)?.conditions ?? [])).toEqual(pairs(drawn.conditions.filter((one) => one !== condition)));
        return after;
      }
      const added = { operator: step.operator, key: step.key, values: [step.word, "1"] };
      const taken = drawn.conditions.some((one) => one.operator === added.operator && one.key === added.key);
      const after = inside(addCondition(text, index, added), "Condition");
      expect(pairs(read(after)?.conditions ?? [])).toEqual(pairs(taken ? drawn.conditions : [...drawn.conditions, added]));
      return after;
    }
    default: {
      if (!condition) return inside(setElement(text, index, "Resource", '"*"'), "Resource");
      const changed = { operator: step.operator, key: step.key, values: step.statement % 2 === 0 ? condition.values : [step.word] };
      const taken = drawn.conditions.some((one) => one !== condition && one.operator === changed.operator && one.key === changed.key);
      const after = inside(changeCondition(text, index, condition, changed), "Condition");
      expect(pairs(read(after)?.conditions ?? [])).toEqual(pairs(taken ? drawn.conditions : drawn.conditions.map((one) => (one === condition ? changed : one))));
      return after;
    }
  }
}

type DrawnNow = Exclude<ReturnType<typeof readPolicy>, string>["statements"][number] | undefined;

test("no sequence of edits changes anything else, and the result is JSON", { timeout: 120_000 }, () => {
  fc.assert(
    fc.property(policyText, steps, (text, all) => {
      let now = text;
      for (const step of all) {
        now = stepped(now, step);
        JSON.parse(now);
        const outside = JSON.parse(now) as Record<string, Json>;
        const first = JSON.parse(text) as Record<string, Json>;
        expect([outside.Id, outside.Unknown, outside.Version]).toEqual([first.Id, first.Unknown, first.Version]);
      }
    }),
    { numRuns: 400 },
  );
});
