import type { Diagnostic } from "@codemirror/lint";
import type { ChangeSpec } from "@codemirror/state";
import type { EditorView } from "@codemirror/view";
import type { Finding, Severity, TextEdit } from "../aws/rolecall-policies";

const KINDS: Record<Severity, Diagnostic["severity"]> = { ERROR: "error", SECURITY_WARNING: "warning", WARNING: "warning", SUGGESTION: "info" };

/** The findings as marks in the text, each with its fixes as buttons. */
export function diagnostics(findings: readonly Finding[], length: number): Diagnostic[] {
  return findings.map((finding) => {
    const from = Math.min(finding.Start, length);
    return {
      from,
      to: Math.min(Math.max(finding.End, from), length),
      severity: KINDS[finding.Severity],
      source: finding.Code,
      message: finding.Message,
      actions: finding.Fixes.map((fix) => ({ name: fix.Title, apply: (view: EditorView) => view.dispatch({ changes: changes(fix.Edits) }) })),
    };
  });
}

export function changes(edits: readonly TextEdit[]): ChangeSpec[] {
  return edits.map(({ Start, End, Text }) => ({ from: Start, to: End, insert: Text }));
}

/** The text after the edits, which do not overlap. */
export function edited(text: string, edits: readonly TextEdit[]): string {
  let after = text;
  for (const { Start, End, Text } of [...edits].sort((a, b) => b.Start - a.Start)) after = after.slice(0, Start) + Text + after.slice(End);
  return after;
}

/** "10:2", as editors count. */
export function lineAndColumn(text: string, offset: number): string {
  const before = text.slice(0, offset).split("\n");
  return `${before.length}:${(before.at(-1)?.length ?? 0) + 1}`;
}
