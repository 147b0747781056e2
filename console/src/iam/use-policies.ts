import { ListPoliciesCommand, type Policy } from "@aws-sdk/client-iam";
import { useIam } from "../aws/iam";
import { type All, useAll } from "../data/use-all";
import { nextMarker, PAGE_ITEMS } from "./markers";

/** Every managed policy of the account and of AWS. */
export function usePolicies(): All<Policy> {
  const iam = useIam();
  return useAll("policies", async (Marker) => {
    const answer = await iam.send(new ListPoliciesCommand({ Scope: "All", Marker, MaxItems: PAGE_ITEMS }));
    return { items: answer.Policies ?? [], next: nextMarker(answer) };
  });
}

/** AWS's column `Used as`. */
export function usedAs(policy: Policy): string {
  const uses: string[] = [];
  if ((policy.AttachmentCount ?? 0) > 0) uses.push(`Permissions policy (${policy.AttachmentCount ?? 0})`);
  if ((policy.PermissionsBoundaryUsageCount ?? 0) > 0) uses.push(`Boundary (${policy.PermissionsBoundaryUsageCount ?? 0})`);
  return uses.length === 0 ? "None" : uses.join(", ");
}
