import type { ReactNode } from "react";
import { DataTable, Empty } from "../parts/data-table";
import { policyType } from "./policy-type";
import type { PermissionWish } from "./permission-options";

export interface SummaryRow {
  name: string;
  type: string;
  usedAs: string;
}

export function summaryRows(wish: PermissionWish, boundary?: string): SummaryRow[] {
  const rows: SummaryRow[] =
    wish.option === "group"
      ? wish.groups.map((group) => ({ name: group.GroupName ?? "", type: "Group", usedAs: "Permissions group" }))
      : wish.option === "copy"
        ? wish.from.map((user) => ({ name: user.UserName ?? "", type: "User", usedAs: "Copied from" }))
        : wish.policies.map((policy) => ({ name: policy.PolicyName ?? "", type: policyType(policy.Arn ?? ""), usedAs: "Permissions policy" }));
  return boundary === undefined ? rows : [...rows, { name: boundary, type: "Policy", usedAs: "Permissions boundary" }];
}

export function PermissionSummary({ rows }: { rows: readonly SummaryRow[] }): ReactNode {
  return (
    <DataTable<SummaryRow>
      noun="permissions"
      title="Permissions summary"
      variant="container"
      plain
      pageSize={100}
      items={rows}
      loading={false}
      id={(row) => `${row.usedAs} ${row.name}`}
      rowName={(row) => row.name}
      columns={[
        { id: "name", header: "Name", text: (row) => row.name, cell: (row) => <span className="long-name">{row.name}</span> },
        { id: "type", header: "Type", text: (row) => row.type, cell: (row) => row.type },
        { id: "used", header: "Used as", text: (row) => row.usedAs, cell: (row) => row.usedAs },
      ]}
      empty={<Empty title="No permissions" reason="Nothing will be allowed." />}
    />
  );
}
