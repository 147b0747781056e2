import type { PolicyType } from "@aws-sdk/client-organizations";
import type { PolicyKind } from "../../parts/policy-editor";

export interface TypeWords {
  type: PolicyType;
  /** In the address. */
  slug: string;
  title: string;
  one: string;
  says: string;
  kind: PolicyKind;
}

/** The policy types that limit access. */
export const POLICY_TYPES: readonly TypeWords[] = [
  { type: "SERVICE_CONTROL_POLICY", slug: "scp", title: "Service control policies", one: "service control policy", says: "Limit what principals of member accounts can do.", kind: "SCP" },
  { type: "RESOURCE_CONTROL_POLICY", slug: "rcp", title: "Resource control policies", one: "resource control policy", says: "Limit what anyone can do with resources of member accounts.", kind: "RCP" },
];

export function typeOf(slug: string | undefined): TypeWords | undefined {
  return POLICY_TYPES.find((words) => words.slug === slug);
}

export function orgPolicyPage(slug: string, policyId: string): string {
  return `organizations/policies/${slug}/${encodeURIComponent(policyId)}`;
}
