import { autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
import { json } from "@codemirror/lang-json";
import { bracketMatching, foldGutter, foldKeymap, indentUnit } from "@codemirror/language";
import { lintGutter, lintKeymap, setDiagnostics } from "@codemirror/lint";
import { searchKeymap } from "@codemirror/search";
import { EditorState } from "@codemirror/state";
import { EditorView, highlightActiveLine, highlightActiveLineGutter, keymap, lineNumbers } from "@codemirror/view";
import { type ReactNode, useEffect, useEffectEvent, useRef } from "react";
import { describeActions, describeServices, type Finding, type PolicyKind } from "../aws/rolecall-policies";
import { type ArnKind, knownArns } from "../iam/known-arns";
import { policyCompletion } from "./completion";
import { diagnostics } from "./findings";
import { look } from "./look";

export interface CodeProps {
  session: string;
  kind: PolicyKind;
  value: string;
  label: string;
  findings: readonly Finding[];
  /** Where the cursor goes; a new object moves it there again. */
  jump?: { to: number };
  onChange: (value: string) => void;
  onCursor: (offset: number) => void;
}

/** The text of a policy as CodeMirror shows it: a chunk of its own, loaded where a policy is written. */
export default function Code(props: CodeProps): ReactNode {
  const { session, kind, value, label, findings, jump } = props;
  const place = useRef<HTMLDivElement>(null);
  const shown = useRef<EditorView>(null);
  // What the page itself puts into the editor is not a change that somebody has made.
  const changed = useEffectEvent((text: string) => {
    if (text !== value) props.onChange(text);
  });
  const moved = useEffectEvent(props.onCursor);
  const first = useEffectEvent(() => value);

  useEffect(() => {
    if (!place.current) return;
    const reference = { services: () => describeServices(session), actions: (service: string) => describeActions(session, service), arns: (kinds: readonly ArnKind[]) => knownArns(session, kinds) };
    const view = new EditorView({
      parent: place.current,
      state: EditorState.create({
        doc: first(),
        extensions: [
          lineNumbers(),
          foldGutter(),
          lintGutter(),
          history(),
          indentUnit.of("    "),
          bracketMatching(),
          closeBrackets(),
          highlightActiveLine(),
          highlightActiveLineGutter(),
          json(),
          autocompletion({ override: [policyCompletion(kind, reference)], icons: false }),
          // Escape, then Tab leaves the editor.
          keymap.of([...closeBracketsKeymap, ...defaultKeymap, ...searchKeymap, ...historyKeymap, ...foldKeymap, ...completionKeymap, ...lintKeymap, indentWithTab]),
          look(),
          EditorView.contentAttributes.of({ "aria-label": label }),
          EditorView.updateListener.of((update) => {
            if (update.docChanged) changed(update.state.doc.toString());
            if (update.selectionSet || update.docChanged) moved(update.state.selection.main.head);
          }),
        ],
      }),
    });
    shown.current = view;
    return () => {
      view.destroy();
      shown.current = null;
    };
  }, [session, kind, label]);

  useEffect(() => {
    const view = shown.current;
    if (!view || view.state.doc.toString() === value) return;
    view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: value } });
  }, [value]);

  useEffect(() => {
    const view = shown.current;
    if (view) view.dispatch(setDiagnostics(view.state, diagnostics(findings, view.state.doc.length)));
  }, [findings]);

  useEffect(() => {
    const view = shown.current;
    if (!view || !jump) return;
    const anchor = Math.min(jump.to, view.state.doc.length);
    view.dispatch({ selection: { anchor }, effects: EditorView.scrollIntoView(anchor, { y: "center" }) });
    view.focus();
  }, [jump]);

  return <div ref={place} />;
}
