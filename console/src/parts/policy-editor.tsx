import FormField from "@cloudscape-design/components/form-field";
import Textarea from "@cloudscape-design/components/textarea";
import type { ReactNode } from "react";

export type PolicyKind = "IDENTITY" | "TRUST" | "BUCKET" | "SCP" | "RCP";

export interface PolicyEditorProps {
  kind: PolicyKind;
  value: string;
  onChange: (value: string) => void;
  label?: string;
  /** Characters without white space, as IAM counts them. */
  limit?: number;
  errorText?: string;
}

/** Where a policy is written. */
export function PolicyEditor({ value, onChange, label = "Policy", limit, errorText }: PolicyEditorProps): ReactNode {
  const broken = jsonError(value);
  const left = limit === undefined ? undefined : limit - value.replace(/\s/g, "").length;
  return (
    <div className="policy-edit">
      <FormField
        label={label}
        stretch
        errorText={errorText ?? broken ?? (left !== undefined && left < 0 ? `The policy is ${-left} characters too long.` : undefined)}
        constraintText={left === undefined ? undefined : `${left} of ${limit ?? 0} characters remaining`}
      >
        <Textarea value={value} rows={20} spellcheck={false} disableBrowserAutocorrect onChange={({ detail }) => onChange(detail.value)} />
      </FormField>
    </div>
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
