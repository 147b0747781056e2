import { ensureSyntaxTree, syntaxTree } from "@codemirror/language";
import type { EditorState } from "@codemirror/state";

type SyntaxNode = ReturnType<ReturnType<typeof syntaxTree>["resolveInner"]>;

/** The editor reads a text in pieces; on a busy machine the cursor may be beyond what it has read so far. */
const READING_MS = 500;

function treeOf(state: EditorState, position: number): ReturnType<typeof syntaxTree> {
  return ensureSyntaxTree(state, position, READING_MS) ?? syntaxTree(state);
}

/** Where the cursor is in a policy. */
export interface Place {
  /** The names of the members that lead to the cursor, the innermost last: ["Statement", "Condition", "StringEquals"]. */
  path: string[];
  /** The cursor is in the name of a member, not in a value. */
  isName: boolean;
  /** The text between the quotes around the cursor. */
  from: number;
  to: number;
}

/** The string that the cursor is in; `undefined` outside of strings. */
export function placeAt(state: EditorState, position: number): Place | undefined {
  const node = treeOf(state, position).resolveInner(position, -1);
  if (node.name !== "String" && node.name !== "PropertyName") return undefined;
  const text = state.sliceDoc(node.from, node.to);
  const closed = text.length > 1 && text.endsWith('"');
  const from = node.from + 1;
  const to = closed ? node.to - 1 : node.to;
  if (position < from || position > to) return undefined;
  const isName = node.name === "PropertyName";
  return { path: pathOf(state, isName ? node.parent?.parent : node.parent), isName, from, to };
}

function pathOf(state: EditorState, start: SyntaxNode | null | undefined): string[] {
  const path: string[] = [];
  for (let node = start; node; node = node.parent) {
    if (node.name !== "Property") continue;
    const member = node.getChild("PropertyName");
    if (member) path.unshift(state.sliceDoc(member.from + 1, member.to - 1));
  }
  return path;
}

/** The statement that the cursor is in, as text. */
export function statementAt(state: EditorState, position: number): string {
  let found: SyntaxNode | undefined;
  for (let node: SyntaxNode | null = treeOf(state, position).resolveInner(position, -1); node; node = node.parent) {
    if (node.name === "Object" && node.parent && !isRoot(node)) found = node;
  }
  return found ? state.sliceDoc(found.from, found.to) : state.doc.toString();
}

function isRoot(node: SyntaxNode): boolean {
  return node.parent?.name === "JsonText";
}
