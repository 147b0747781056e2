export const POLICY_TYPES = ["Customer managed", "AWS managed", "AWS managed - job function"] as const;
export type PolicyType = (typeof POLICY_TYPES)[number] | "Customer inline";

/** AWS's words for the kind of a managed policy, read from its ARN. */
export function policyType(arn: string): PolicyType {
  if (/^arn:[^:]*:iam::aws:policy\/job-function\//.test(arn)) return "AWS managed - job function";
  return /^arn:[^:]*:iam::aws:/.test(arn) ? "AWS managed" : "Customer managed";
}

/** The page of a managed policy. */
export function policyPage(arn: string): string {
  return `iam/policies/${encodeURIComponent(arn)}`;
}

/** The name in an ARN, without its path. */
export function nameOf(arn: string): string {
  return arn.slice(arn.lastIndexOf("/") + 1);
}

/** A document for reading: indented if it is JSON, as it is if it is not. */
export function pretty(document: string): string {
  try {
    return JSON.stringify(JSON.parse(document), null, 4);
  } catch {
    return document;
  }
}

/** What a choice of policies needs to be made again: a draft keeps no more of a policy. */
export function named({ Arn, PolicyName }: { Arn?: string; PolicyName?: string }): { Arn?: string; PolicyName?: string } {
  return { Arn, PolicyName };
}
