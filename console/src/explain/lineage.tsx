import type { ReactNode } from "react";
import type { Explanation } from "../aws/rolecall-requests";
import { timeOf } from "../aws/time";
import { PageLink } from "../parts/page-link";
import { When } from "../parts/when";

/** Who came to be the caller: user, role, role. */
export function Lineage({ steps }: { steps: NonNullable<Explanation["Lineage"]> }): ReactNode {
  return (
    <ol className="lineage" aria-label="Lineage">
      {steps.map((step, index) => (
        <li key={`${step.Arn} ${index}`}>
          <span className="long-name">{step.Arn}</span>
          {step.AccessKeyId !== undefined && <div>Access key {step.AccessKeyId}</div>}
          {step.Time !== undefined && (
            <div>
              <When time={timeOf(step.Time)} />
            </div>
          )}
          {step.RequestId !== undefined && (
            <div>
              <PageLink page={whyPage(step.RequestId)}>Request {step.RequestId}</PageLink>
            </div>
          )}
        </li>
      ))}
    </ol>
  );
}

/** The page that explains a recorded request. */
export function whyPage(requestId: string): string {
  return `why/${encodeURIComponent(requestId)}`;
}
