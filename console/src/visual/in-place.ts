import { applyEdits, type Edit, findNodeAtLocation, modify, type Node, parseTree } from "jsonc-parser";

// Changes of a JSON text that leave every byte outside of the change as it was. `modify` replaces single values. Its
// formatting rewrites the whole line around what it adds or removes, and without formatting it writes everything on one
// line; so additions take the separators and the indentation of their neighbours here.

/** The names and positions that lead to a value, from the outermost. */
export type Path = readonly (string | number)[];

const FOUR_SPACES = "    ";

export function nodeAt(text: string, path: Path): Node | undefined {
  const root = parseTree(text);
  return root && findNodeAtLocation(root, [...path]);
}

/** The text of a value exactly as it is written. */
export function rawOf(text: string, node: Node): string {
  return text.slice(node.offset, end(node));
}

export function rawAt(text: string, path: Path): string | undefined {
  const node = nodeAt(text, path);
  return node && rawOf(text, node);
}

/** Replaces a value by a string. */
export function withString(text: string, path: Path, value: string): string {
  return applyEdits(text, modify(text, [...path], value, {}));
}

/** Replaces a value by JSON text. */
export function withRaw(text: string, path: Path, raw: string): string {
  const node = nodeAt(text, path);
  return node ? edit(text, node.offset, end(node), raw) : text;
}

/** Gives an object a member, or an existing member another value. `value` is written as its neighbours are. */
export function withMember(text: string, path: Path, name: string, value: unknown): string {
  const object = nodeAt(text, path);
  if (object?.type !== "object") return text;
  const existing = nodeAt(text, [...path, name]);
  const base = indentInside(text, object);
  if (existing) return edit(text, existing.offset, end(existing), rendered(text, value, base));
  return withChild(text, object, childrenOf(object).length, `${JSON.stringify(name)}${colon(text, object)}${rendered(text, value, base)}`);
}

/** Gives an object another member whose value is JSON text already. */
export function withRawMember(text: string, path: Path, name: string, raw: string): string {
  const object = nodeAt(text, path);
  if (object?.type !== "object") return text;
  if (nodeAt(text, [...path, name])) return withRaw(text, [...path, name], raw);
  return withChild(text, object, childrenOf(object).length, `${JSON.stringify(name)}${colon(text, object)}${raw}`);
}

/** Puts a value into an array, before the item at `index`. */
export function withItem(text: string, path: Path, index: number, value: unknown): string {
  const array = nodeAt(text, path);
  if (array?.type !== "array") return text;
  return withChild(text, array, index, rendered(text, value, indentInside(text, array)));
}

/** Puts JSON text into an array, before the item at `index`. */
export function withRawItem(text: string, path: Path, index: number, raw: string): string {
  const array = nodeAt(text, path);
  return array?.type === "array" ? withChild(text, array, index, raw) : text;
}

/** Takes away an item of an array or a member of an object, with the separator beside it. */
export function without(text: string, path: Path): string {
  const container = nodeAt(text, path.slice(0, -1));
  const found = nodeAt(text, path);
  if (!container || !found) return text;
  const children = childrenOf(container);
  const child = container.type === "object" ? found.parent : found;
  // Two searches give two trees: the same place is the same node.
  const index = children.findIndex(({ offset }) => offset === child?.offset);
  const [before, here, after] = [children[index - 1], children[index], children[index + 1]];
  if (!here) return text;
  if (before) return edit(text, end(before), end(here), "");
  if (after) return edit(text, here.offset, after.offset, "");
  return edit(text, container.offset + 1, end(container) - 1, "");
}

/** Gives a member another name. */
export function withName(text: string, path: Path, name: string): string {
  const key = nodeAt(text, path)?.parent?.children?.[0];
  return key ? edit(text, key.offset, end(key), JSON.stringify(name)) : text;
}

/** Exchanges an item of an array with the one after it. */
export function withSwapped(text: string, path: Path, index: number): string {
  const children = childrenOf(nodeAt(text, path));
  const [first, second] = [children[index], children[index + 1]];
  if (!first || !second) return text;
  return applyEdits(text, [
    { offset: first.offset, length: first.length, content: rawOf(text, second) },
    { offset: second.offset, length: second.length, content: rawOf(text, first) },
  ]);
}

export function childrenOf(node: Node | undefined): readonly Node[] {
  return node?.children ?? [];
}

function end(node: Node): number {
  return node.offset + node.length;
}

function edit(text: string, from: number, to: number, content: string): string {
  const change: Edit = { offset: from, length: to - from, content };
  return applyEdits(text, [change]);
}

function withChild(text: string, container: Node, index: number, raw: string): string {
  const children = childrenOf(container);
  const [first, second] = children;
  if (!first) {
    const outer = indentOfLine(text, container.offset);
    const [lead, tail] = isOneLine(text) ? ["", ""] : [`${lineEnd(text)}${outer}${unit(text)}`, `${lineEnd(text)}${outer}`];
    return edit(text, container.offset + 1, end(container) - 1, `${lead}${raw}${tail}`);
  }
  const lead = text.slice(container.offset + 1, first.offset);
  const separator = second ? text.slice(end(first), second.offset) : lead.includes("\n") ? `,${lead}` : /\s/.test(text) ? ", " : ",";
  const next = children[index];
  if (next) return edit(text, next.offset, next.offset, `${raw}${separator}`);
  const last = children.at(-1) ?? first;
  return edit(text, end(last), end(last), `${separator}${raw}`);
}

/** What stands between the name and the value of the object's members. */
function colon(text: string, object: Node): string {
  const [key, value] = childrenOf(childrenOf(object)[0]);
  if (key && value) return text.slice(end(key), value.offset);
  return isOneLine(text) && !/":\s/.test(text) ? ":" : ": ";
}

/** JSON in the manner of the text: on one line if all of it is, else indented for children of a container. */
function rendered(text: string, value: unknown, base: string): string {
  if (isOneLine(text)) return JSON.stringify(value);
  return JSON.stringify(value, null, unit(text)).replaceAll("\n", () => `${lineEnd(text)}${base}`);
}

/** The indentation of the lines on which the container's children begin. */
function indentInside(text: string, container: Node): string {
  const first = childrenOf(container)[0];
  if (first) {
    const lead = text.slice(container.offset + 1, first.offset);
    if (lead.includes("\n")) return lead.slice(lead.lastIndexOf("\n") + 1);
    return indentOfLine(text, container.offset);
  }
  return `${indentOfLine(text, container.offset)}${isOneLine(text) ? "" : unit(text)}`;
}

function indentOfLine(text: string, offset: number): string {
  const line = text.slice(text.lastIndexOf("\n", offset - 1) + 1, offset);
  return /^[ \t]*/.exec(line)?.[0] ?? "";
}

/** One step of indentation: that of the outermost members. */
function unit(text: string): string {
  return /^\s*\{[^\S\n]*\r?\n([ \t]+)\S/.exec(text)?.[1] ?? FOUR_SPACES;
}

function isOneLine(text: string): boolean {
  return !text.trim().includes("\n");
}

function lineEnd(text: string): string {
  return text.includes("\r\n") ? "\r\n" : "\n";
}
