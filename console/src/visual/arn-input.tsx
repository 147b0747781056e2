import Input from "@cloudscape-design/components/input";
import type { ReactNode } from "react";

/** Where an ARN is written; `plain` where the value is something else. */
export function ArnInput({ label, value, onChange }: { label: string; value: string; plain?: boolean; onChange: (arn: string) => void }): ReactNode {
  return <Input ariaLabel={label} value={value} spellcheck={false} onChange={({ detail }) => onChange(detail.value)} />;
}
