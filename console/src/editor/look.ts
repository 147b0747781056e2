import { HighlightStyle, syntaxHighlighting } from "@codemirror/language";
import type { Extension } from "@codemirror/state";
import { EditorView } from "@codemirror/view";
import { tags } from "@lezer/highlight";

// Colours are variables of `console.css`, which has a set for each mode.
const theme = EditorView.theme({
  "&": { fontSize: "13px", border: "1px solid var(--code-line)", borderRadius: "8px", backgroundColor: "var(--code-ground)", color: "var(--code-text)" },
  "&.cm-focused": { outline: "2px solid var(--code-focus)", outlineOffset: "1px" },
  ".cm-scroller": { fontFamily: 'Monaco, Menlo, Consolas, "Courier Prime", Courier, monospace', lineHeight: "20px", minHeight: "200px", maxHeight: "560px" },
  ".cm-content": { caretColor: "var(--code-text)", paddingBlock: "8px" },
  ".cm-cursor": { borderLeftColor: "var(--code-text)" },
  ".cm-gutters": { backgroundColor: "transparent", color: "var(--code-quiet)", borderRight: "1px solid var(--code-line)" },
  ".cm-activeLine, .cm-activeLineGutter": { backgroundColor: "var(--code-active)" },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": { backgroundColor: "var(--code-chosen)" },
  ".cm-tooltip": { backgroundColor: "var(--code-ground)", color: "var(--code-text)", border: "1px solid var(--code-line)", borderRadius: "8px", maxWidth: "min(480px, 90vw)" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li[aria-selected]": { backgroundColor: "var(--code-focus)", color: "#fff" },
  ".cm-completionDetail": { marginLeft: "12px", fontStyle: "normal", opacity: "0.85" },
  ".cm-diagnosticAction": { font: "inherit", minHeight: "24px", borderRadius: "12px", padding: "0 10px", backgroundColor: "var(--code-focus)", color: "#fff", cursor: "pointer" },
  ".cm-insertedLine, .cm-changedLine": { backgroundColor: "var(--code-added)" },
  ".cm-deletedChunk": { backgroundColor: "var(--code-removed)" },
  ".cm-collapsedLines": { background: "var(--code-active)", color: "var(--code-quiet)" },
  // Its own signs are missing from the fonts of many systems.
  ".cm-collapsedLines:before, .cm-collapsedLines:after": { content: '""' },
});

const colors = HighlightStyle.define([
  { tag: tags.propertyName, color: "var(--code-name)" },
  { tag: tags.string, color: "var(--code-string)" },
  { tag: [tags.number, tags.bool, tags.null], color: "var(--code-value)" },
  { tag: [tags.brace, tags.squareBracket, tags.separator], color: "var(--code-text)" },
]);

/** The page's value of this kind, with which the browser lets styles in that are added while the page runs. */
function nonce(): string {
  return document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? "";
}

export function look(): Extension {
  return [theme, syntaxHighlighting(colors), EditorView.cspNonce.of(nonce()), EditorView.lineWrapping];
}
