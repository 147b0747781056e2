import type { ReactNode } from "react";
import { pretty } from "../iam/policy-type";

/** A policy's document, for reading. */
export function PolicyText({ document, label }: { document: string; label: string }): ReactNode {
  return (
    <pre className="policy-text" tabIndex={0} role="region" aria-label={label}>
      {pretty(document)}
    </pre>
  );
}
