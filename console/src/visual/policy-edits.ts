import { childrenOf, nodeAt, type Path, rawAt, withItem, withMember, withName, without, withRaw, withRawItem, withRawMember, withString, withSwapped } from "./in-place";
import type { DrawnCondition } from "./read";

export interface Condition {
  operator: string;
  key: string;
  values: readonly string[];
}

/** A statement to begin with: it allows nothing yet. */
const NEW_STATEMENT = { Effect: "Allow", Action: [], Resource: [] };

const STATEMENTS: Path = ["Statement"];

function statementAt(text: string, index: number): Path {
  return nodeAt(text, STATEMENTS)?.type === "object" ? STATEMENTS : [...STATEMENTS, index];
}

export function setEffect(text: string, statement: number, effect: "Allow" | "Deny"): string {
  const path = statementAt(text, statement);
  if (nodeAt(text, [...path, "Effect"])) return withString(text, [...path, "Effect"], effect);
  return withMember(text, path, "Effect", effect);
}

/** Adds actions or resources after those that are there. */
export function addValues(text: string, statement: number, name: string, values: readonly string[]): string {
  if (values.length === 0) return text;
  const path = statementAt(text, statement);
  const list = [...path, name];
  const node = nodeAt(text, list);
  if (!node) return withMember(text, path, name, values);
  let after = node.type === "string" ? withRaw(text, list, `[${rawAt(text, list) ?? ""}]`) : text;
  const count = node.type === "string" ? 1 : childrenOf(node).length;
  values.forEach((value, index) => {
    after = withItem(after, list, count + index, value);
  });
  return after;
}

/** Takes actions or resources away, by their positions. */
export function removeValues(text: string, statement: number, name: string, positions: readonly number[]): string {
  const list = [...statementAt(text, statement), name];
  if (positions.length === 0) return text;
  if (nodeAt(text, list)?.type === "string") return withRaw(text, list, "[]");
  return [...positions].sort((a, b) => b - a).reduce((after, position) => without(after, [...list, position]), text);
}

export function setValue(text: string, statement: number, name: string, position: number, value: string): string {
  const list = [...statementAt(text, statement), name];
  return withString(text, nodeAt(text, list)?.type === "string" ? list : [...list, position], value);
}

/** The text of an element, to be put back later with `setElement`. */
export function elementOf(text: string, statement: number, name: string): string | undefined {
  return rawAt(text, [...statementAt(text, statement), name]);
}

export function setElement(text: string, statement: number, name: string, raw: string): string {
  return withRawMember(text, statementAt(text, statement), name, raw);
}

/** Whether the statement has a condition of this operator and key: a second one would take its place. */
export function hasCondition(text: string, statement: number, { operator, key }: Pick<Condition, "operator" | "key">): boolean {
  return nodeAt(text, [...statementAt(text, statement), "Condition", operator, key]) !== undefined;
}

function scalarOrList(values: readonly string[]): string | readonly string[] {
  const [only] = values;
  return values.length === 1 && only !== undefined ? only : values;
}

export function addCondition(text: string, statement: number, { operator, key, values }: Condition): string {
  const path = statementAt(text, statement);
  const value = scalarOrList(values);
  if (!nodeAt(text, [...path, "Condition"])) return withMember(text, path, "Condition", { [operator]: { [key]: value } });
  if (!nodeAt(text, [...path, "Condition", operator])) return withMember(text, [...path, "Condition"], operator, { [key]: value });
  if (hasCondition(text, statement, { operator, key })) return text;
  return withMember(text, [...path, "Condition", operator], key, value);
}

export function removeCondition(text: string, statement: number, { operator, key }: Pick<Condition, "operator" | "key">): string {
  const all = [...statementAt(text, statement), "Condition"];
  const after = without(text, [...all, operator, key]);
  if (childrenOf(nodeAt(after, [...all, operator])).length > 0) return after;
  const emptied = without(after, [...all, operator]);
  return childrenOf(nodeAt(emptied, all)).length > 0 ? emptied : without(emptied, all);
}

/** Changes a condition where it stands; under another operator it is written anew, with its values as they were. */
export function changeCondition(text: string, statement: number, old: DrawnCondition, changed: Condition): string {
  const all = [...statementAt(text, statement), "Condition"];
  const moved = changed.operator !== old.operator || changed.key !== old.key;
  if (moved && hasCondition(text, statement, changed)) return text;
  let after = setConditionValues(text, [...all, old.operator, old.key], old.values, changed.values);
  if (changed.key !== old.key && changed.operator === old.operator) return withName(after, [...all, old.operator, old.key], changed.key);
  if (!moved) return after;
  if (childrenOf(nodeAt(after, [...all, old.operator])).length === 1 && !nodeAt(after, [...all, changed.operator])) {
    after = withName(after, [...all, old.operator], changed.operator);
    return changed.key === old.key ? after : withName(after, [...all, changed.operator, old.key], changed.key);
  }
  const raw = rawAt(after, [...all, old.operator, old.key]) ?? '""';
  after = without(after, [...all, old.operator, old.key]);
  if (childrenOf(nodeAt(after, [...all, old.operator])).length === 0) after = without(after, [...all, old.operator]);
  if (!nodeAt(after, [...all, changed.operator])) after = withMember(after, all, changed.operator, {});
  return withRawMember(after, [...all, changed.operator], changed.key, raw);
}

function setConditionValues(text: string, path: Path, old: readonly string[], values: readonly string[]): string {
  if (old.length !== values.length || values.length === 0) return withMember(text, path.slice(0, -1), String(path.at(-1)), scalarOrList(values));
  const inArray = nodeAt(text, path)?.type === "array";
  return values.reduce((after, value, index) => (value === old[index] ? after : withString(after, inArray ? [...path, index] : path, value)), text);
}

export function addStatement(text: string): string {
  const node = nodeAt(text, STATEMENTS);
  if (!node) return withMember(text, [], "Statement", [NEW_STATEMENT]);
  const after = asList(text);
  return withItem(after, STATEMENTS, childrenOf(nodeAt(after, STATEMENTS)).length, NEW_STATEMENT);
}

export function removeStatement(text: string, statement: number): string {
  if (nodeAt(text, STATEMENTS)?.type === "object") return withRaw(text, STATEMENTS, "[]");
  return without(text, [...STATEMENTS, statement]);
}

/** Repeats a statement after itself. A Sid is unique in a policy, so the copy gets one of its own. */
export function cloneStatement(text: string, statement: number): string {
  const after = asList(text);
  const raw = rawAt(after, [...STATEMENTS, statement]);
  if (raw === undefined) return text;
  const sid = nodeAt(after, [...STATEMENTS, statement, "Sid"])?.value as unknown;
  const copy = typeof sid === "string" ? withString(raw, ["Sid"], freeSid(after, sid)) : raw;
  return withRawItem(after, STATEMENTS, statement + 1, copy);
}

/** Exchanges a statement with the one after it. */
export function swapStatements(text: string, statement: number): string {
  return withSwapped(text, STATEMENTS, statement);
}

/** A statement that stands alone becomes a list of one. */
function asList(text: string): string {
  return nodeAt(text, STATEMENTS)?.type === "object" ? withRaw(text, STATEMENTS, `[${rawAt(text, STATEMENTS) ?? ""}]`) : text;
}

function freeSid(text: string, sid: string): string {
  const taken = new Set(childrenOf(nodeAt(text, STATEMENTS)).map((_, index) => nodeAt(text, [...STATEMENTS, index, "Sid"])?.value as unknown));
  const stem = sid.replace(/\d+$/, "");
  let number = 2;
  while (taken.has(`${stem}${number}`)) number += 1;
  return `${stem}${number}`;
}
