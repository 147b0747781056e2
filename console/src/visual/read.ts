import { type Node, parseTree } from "jsonc-parser";
import { childrenOf, rawOf } from "./in-place";

/** An element that the visual editor cannot draw, as it is written. */
export interface TextPart {
  name: string;
  text: string;
  why: string;
  /** Where it begins in the policy. */
  offset: number;
}

export interface DrawnList {
  /** `Action` or `NotAction`, `Resource` or `NotResource`. */
  name: string;
  values: readonly string[];
}

export interface DrawnCondition {
  operator: string;
  key: string;
  values: readonly string[];
}

export interface DrawnStatement {
  sid: string | undefined;
  effect: "Allow" | "Deny" | undefined;
  actions: DrawnList | undefined;
  resources: DrawnList | undefined;
  conditions: readonly DrawnCondition[];
  /** Elements that only the JSON editor can change. */
  asText: readonly TextPart[];
  /** The whole statement as text, if no part of it can be drawn. */
  whole: TextPart | undefined;
}

export interface DrawnPolicy {
  /** The statement stands alone, not in an array. */
  alone: boolean;
  statements: readonly DrawnStatement[];
  /** Members of the policy beside version, id and statements. */
  asText: readonly TextPart[];
}

/** What the visual editor shows of a policy; a sentence if it can show nothing of it. */
export function readPolicy(text: string): DrawnPolicy | string {
  let root: Node | undefined;
  try {
    JSON.parse(text);
    root = parseTree(text);
  } catch (error) {
    return error instanceof Error ? `The policy is not JSON: ${error.message}` : "The policy is not JSON.";
  }
  if (root?.type !== "object") return "The policy is not a JSON object.";
  const members = membersOf(root);
  const twice = repeated(root);
  if (twice !== undefined) return `The policy has the element ${twice} more than once.`;
  const statement = members.get("Statement");
  const asText = [...members].filter(([name]) => !["Version", "Id", "Statement"].includes(name)).map(([name, node]) => part(text, name, node, UNKNOWN));
  if (!statement) return { alone: false, statements: [], asText };
  if (statement.type === "object") return { alone: true, statements: [readStatement(text, statement)], asText };
  if (statement.type !== "array") return "The element Statement is neither a statement nor a list of statements.";
  return { alone: false, statements: childrenOf(statement).map((node) => readStatement(text, node)), asText };
}

const UNKNOWN = "The visual editor does not show this element.";
const NO_STRINGS = "The element is neither a string nor a list of strings.";

function readStatement(text: string, node: Node): DrawnStatement {
  const nothing: DrawnStatement = { sid: undefined, effect: undefined, actions: undefined, resources: undefined, conditions: [], asText: [], whole: undefined };
  if (node.type !== "object") return { ...nothing, whole: part(text, "Statement", node, "The statement is not a JSON object.") };
  const twice = repeated(node);
  if (twice !== undefined) return { ...nothing, whole: part(text, "Statement", node, `The statement has the element ${twice} more than once.`) };
  const members = membersOf(node);
  const asText: TextPart[] = [];
  const sid = members.get("Sid")?.value as unknown;
  const effect = members.get("Effect")?.value as unknown;
  for (const [name, member] of members) {
    const why = whyAsText(name, member);
    if (why !== undefined) asText.push(part(text, name, member, why));
  }
  const actions = listOf(text, members, "Action", asText);
  const resources = listOf(text, members, "Resource", asText);
  const condition = members.get("Condition");
  const conditions = condition && conditionsOf(condition);
  if (condition && !conditions) asText.push(part(text, "Condition", condition, "The element is not a list of operators with keys and values, or has one more than once."));
  return {
    sid: typeof sid === "string" ? sid : undefined,
    effect: effect === "Allow" || effect === "Deny" ? effect : undefined,
    actions,
    resources,
    conditions: conditions ?? [],
    asText,
    whole: undefined,
  };
}

const DRAWN = new Set(["Action", "NotAction", "Resource", "NotResource", "Condition"]);

function whyAsText(name: string, member: Node): string | undefined {
  if (DRAWN.has(name)) return undefined;
  if (name === "Sid") return member.type === "string" ? undefined : "The element is not a string.";
  if (name === "Effect") return member.value === "Allow" || member.value === "Deny" ? undefined : "The element is neither Allow nor Deny.";
  return UNKNOWN;
}

/** `Action` or `NotAction`; both together, or something else than strings, are text. */
function listOf(text: string, members: ReadonlyMap<string, Node>, name: "Action" | "Resource", asText: TextPart[]): DrawnList | undefined {
  const found = [name, `Not${name}`].flatMap((one) => {
    const node = members.get(one);
    return node ? [{ name: one, node }] : [];
  });
  const [only] = found;
  const values = only && found.length === 1 ? stringsOf(only.node) : undefined;
  if (only && values) return { name: only.name, values };
  const why = found.length > 1 ? `The statement has both ${name} and Not${name}.` : NO_STRINGS;
  for (const one of found) asText.push(part(text, one.name, one.node, why));
  return undefined;
}

function stringsOf(node: Node): string[] | undefined {
  const nodes = node.type === "array" ? childrenOf(node) : [node];
  const values = nodes.flatMap((one) => (one.type === "string" ? [one.value as string] : []));
  return values.length === nodes.length ? values : undefined;
}

function conditionsOf(node: Node): DrawnCondition[] | undefined {
  if (node.type !== "object" || repeated(node) !== undefined) return undefined;
  const found: DrawnCondition[] = [];
  for (const [operator, keys] of membersOf(node)) {
    if (keys.type !== "object" || repeated(keys) !== undefined) return undefined;
    for (const [key, value] of membersOf(keys)) {
      const nodes = value.type === "array" ? childrenOf(value) : [value];
      if (!nodes.every(({ type }) => type === "string" || type === "number" || type === "boolean")) return undefined;
      found.push({ operator, key, values: nodes.map((one) => String(one.value)) });
    }
  }
  return found;
}

export function membersOf(object: Node): Map<string, Node> {
  return new Map(
    childrenOf(object).flatMap((property): [string, Node][] => {
      const [key, value] = childrenOf(property);
      return key && value ? [[key.value as string, value]] : [];
    }),
  );
}

/** A name that two members of the object share. */
function repeated(object: Node): string | undefined {
  const seen = new Set<string>();
  for (const property of childrenOf(object)) {
    const key = childrenOf(property)[0]?.value as string;
    if (seen.has(key)) return key;
    seen.add(key);
  }
  return undefined;
}

function part(text: string, name: string, node: Node, why: string): TextPart {
  return { name, text: rawOf(text, node), why, offset: node.offset };
}
