import { ListGroupsForUserCommand } from "@aws-sdk/client-iam";
import { useIam } from "../aws/iam";
import { type All, useAll } from "../data/use-all";
import { type Attached, type Holder, holderOf } from "./holder";
import { nextMarker } from "./markers";
import { policyType, type PolicyType } from "./policy-type";

export interface PolicyRow {
  id: string;
  name: string;
  type: PolicyType;
  /** Missing for inline policies. */
  arn?: string;
  /** The group through which a user has it. */
  group?: string;
}

export interface HolderPolicies {
  rows: PolicyRow[];
  loading: boolean;
  /** Each list has its own call and may be denied alone. */
  parts: All<unknown>[];
  reload: () => void;
}

interface GroupPolicy {
  group: string;
  policy: Attached | string;
}

export function useHolderPolicies(holder: Holder): HolderPolicies {
  const iam = useIam();
  const of = `${holder.kind}:${holder.name}`;
  const attached = useAll(`attached:${of}`, holder.listAttached);
  const inline = useAll(`inline:${of}`, holder.listInline);
  const ofGroups = useAll<GroupPolicy>(holder.kind === "user" ? `of-groups:${of}` : undefined, async (Marker) => {
    const answer = await iam.send(new ListGroupsForUserCommand({ UserName: holder.name, Marker }));
    const lists = await Promise.all(
      (answer.Groups ?? []).map(async ({ GroupName: group = "" }) => {
        const groupHolder = holderOf(iam, "group", group);
        const [managed, own] = await Promise.all([groupHolder.listAttached(), groupHolder.listInline()]);
        return [...managed.items, ...own.items].map((policy) => ({ group, policy }));
      }),
    );
    return { items: lists.flat(), next: nextMarker(answer) };
  });

  const rows: PolicyRow[] = [
    ...attached.items.map((policy) => ({ id: policy.arn, name: policy.name, arn: policy.arn, type: policyType(policy.arn) })),
    ...inline.items.map((name): PolicyRow => ({ id: `inline ${name}`, name, type: "Customer inline" })),
    ...ofGroups.items.map(({ group, policy }): PolicyRow =>
      typeof policy === "string"
        ? { id: `${group} inline ${policy}`, name: policy, type: "Customer inline", group }
        : { id: `${group} ${policy.arn}`, name: policy.name, arn: policy.arn, type: policyType(policy.arn), group },
    ),
  ];
  const parts = [attached, inline, ofGroups];
  return {
    rows,
    loading: parts.some((part) => part.loading),
    parts,
    reload: () => {
      for (const part of parts) part.reload();
    },
  };
}
