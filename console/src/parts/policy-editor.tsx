import Box from "@cloudscape-design/components/box";
import FormField from "@cloudscape-design/components/form-field";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Spinner from "@cloudscape-design/components/spinner";
import Tabs from "@cloudscape-design/components/tabs";
import { lazy, type ReactNode, Suspense, useState } from "react";
import type { PolicyKind } from "../aws/rolecall-policies";
import { FindingList } from "../editor/finding-list";
import { lineAndColumn } from "../editor/findings";
import { useFindings } from "../editor/use-findings";
import { useSession } from "../session/session";

export type { PolicyKind };

const Code = lazy(() => import("../editor/code"));
const VisualEditor = lazy(() => import("../visual/visual-editor"));

export type PolicyView = "visual" | "json";

export interface PolicyEditorProps {
  kind: PolicyKind;
  value: string;
  onChange: (value: string) => void;
  label?: string;
  /** Characters without white space, as IAM counts them. */
  limit?: number;
  errorText?: string;
  /** Offers the visual editor beside the text, and says which of the two comes first. */
  views?: PolicyView;
}

/** Where a policy is written: as blocks or as text, with findings, completion, and how much room is left. */
export function PolicyEditor({ kind, value, onChange, label = "Policy", limit, errorText, views }: PolicyEditorProps): ReactNode {
  const { id } = useSession();
  const [view, setView] = useState<PolicyView>(views ?? "json");
  const [cursor, setCursor] = useState(0);
  const [jump, setJump] = useState<{ to: number }>();
  const findings = useFindings(id, kind, value);
  const left = limit === undefined ? undefined : limit - value.replace(/\s/g, "").length;
  const showText = (to: number): void => {
    setView("json");
    setJump({ to });
  };
  const text = (
    <FormField label={label} stretch errorText={errorText ?? jsonError(value) ?? (left !== undefined && left < 0 ? `The policy is ${-left} characters too long.` : undefined)}>
      <Suspense fallback={<Spinner />}>
        <Code session={id} kind={kind} value={value} label={label} findings={findings.items} jump={jump} onChange={onChange} onCursor={setCursor} />
      </Suspense>
    </FormField>
  );
  return (
    <SpaceBetween size="s">
      {views === undefined ? (
        text
      ) : (
        <Tabs
          ariaLabel="Policy editor"
          activeTabId={view}
          onChange={({ detail }) => {
            setJump(undefined);
            setView(detail.activeTabId === "visual" ? "visual" : "json");
          }}
          tabs={[
            {
              id: "visual",
              label: "Visual",
              content: (
                <Suspense fallback={<Spinner />}>
                  <VisualEditor value={value} onChange={onChange} toJson={showText} />
                </Suspense>
              ),
            },
            { id: "json", label: "JSON", content: text },
          ]}
        />
      )}
      <div className="editor-foot">
        <Box variant="small">{view === "json" ? `${lineAndColumn(value, cursor)} JSON` : ""}</Box>
        {left !== undefined && (
          <Box variant="small" color={left < 0 ? "text-status-error" : undefined}>
            {left} of {limit ?? 0} characters remaining
          </Box>
        )}
      </div>
      <FindingList text={value} findings={findings} onShow={showText} onFix={onChange} />
    </SpaceBetween>
  );
}

export function jsonError(text: string): string | undefined {
  try {
    JSON.parse(text);
    return undefined;
  } catch (error) {
    return error instanceof Error ? `Not JSON: ${error.message}` : "Not JSON";
  }
}

export const EMPTY_POLICY = `{
    "Version": "2012-10-17",
    "Statement": [
        {
            "Sid": "Statement1",
            "Effect": "Allow",
            "Action": [],
            "Resource": []
        }
    ]
}`;
