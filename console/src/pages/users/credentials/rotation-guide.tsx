import type { AccessKeyMetadata } from "@aws-sdk/client-iam";
import ExpandableSection from "@cloudscape-design/components/expandable-section";
import type { ReactNode } from "react";

/** What to do next to replace a key without an outage, read from the keys that are there. */
export function nextRotationStep(keys: readonly Pick<AccessKeyMetadata, "Status" | "CreateDate" | "AccessKeyId">[]): number {
  const active = keys.filter((key) => key.Status === "Active").length;
  if (keys.length < 2) return 0;
  return active === 2 ? 1 : 2;
}

const STEPS = [
  "Create a second key, and give it to every program that uses the first.",
  "Wait until “Last used” of the old key stands still, then deactivate it.",
  "Nothing broke? Delete the old key.",
];

export function RotationGuide({ keys }: { keys: readonly AccessKeyMetadata[] }): ReactNode {
  const next = nextRotationStep(keys);
  return (
    <ExpandableSection headerText="Rotate a key without an outage">
      <ol>
        {STEPS.map((step, index) => (
          <li key={step} aria-current={index === next ? "step" : undefined}>
            {index === next ? <b>{step}</b> : step}
          </li>
        ))}
      </ol>
    </ExpandableSection>
  );
}
