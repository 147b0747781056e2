import type { Policy } from "@aws-sdk/client-iam";
import Select from "@cloudscape-design/components/select";
import { type ReactNode, useState } from "react";
import { DataTable, Empty } from "../parts/data-table";
import { GoButton } from "../parts/go-button";
import { PageLink } from "../parts/page-link";
import { POLICY_TYPES, policyPage, policyType } from "./policy-type";
import { usedAs, usePolicies } from "./use-policies";

export const ALL_TYPES = "All types";

export function TypeFilter({ type, onChange }: { type: string; onChange: (type: string) => void }): ReactNode {
  return (
    <div className="filters-select">
      <Select
        inlineLabelText="Filter by Type"
        selectedOption={{ label: type, value: type }}
        options={[ALL_TYPES, ...POLICY_TYPES].map((value) => ({ label: value, value }))}
        onChange={({ detail }) => onChange(detail.selectedOption.value ?? ALL_TYPES)}
      />
    </div>
  );
}

export interface PolicyPickerProps {
  title?: string;
  selection: "single" | "multi";
  selected: readonly Policy[];
  onSelect: (policies: Policy[]) => void;
  /** Attached already: not to be chosen again. */
  without?: ReadonlySet<string>;
  headingLevel?: "h2" | "h3";
}

/** A table of managed policies to choose from. */
export function PolicyPicker({ title = "Permissions policies", selection, selected, onSelect, without, headingLevel = "h2" }: PolicyPickerProps): ReactNode {
  const policies = usePolicies();
  const [type, setType] = useState(ALL_TYPES);
  const items = policies.items.filter(
    (policy) => (type === ALL_TYPES || policyType(policy.Arn ?? "") === type) && without?.has(policy.Arn ?? "") !== true,
  );
  return (
    <DataTable<Policy>
      noun="policies to choose"
      title={title}
      variant="container"
      headingLevel={headingLevel}
      items={items}
      loading={policies.loading}
      failure={policies.failure}
      retry={policies.reload}
      cut={policies.cut}
      selection={selection}
      selected={selected}
      onSelect={onSelect}
      id={(policy) => policy.Arn ?? ""}
      rowName={(policy) => policy.PolicyName ?? ""}
      filter={<TypeFilter type={type} onChange={setType} />}
      actions={<GoButton page="iam/policies/create">Create policy</GoButton>}
      columns={[
        { id: "name", header: "Policy name", minWidth: 240, text: (policy) => policy.PolicyName, cell: (policy) => <PageLink page={policyPage(policy.Arn ?? "")}>{policy.PolicyName}</PageLink> },
        { id: "type", header: "Type", text: (policy) => policyType(policy.Arn ?? ""), cell: (policy) => policyType(policy.Arn ?? "") },
        { id: "used", header: "Attached entities", text: (policy) => policy.AttachmentCount, cell: (policy) => policy.AttachmentCount ?? 0 },
        { id: "uses", header: "Used as", extra: true, text: usedAs, cell: usedAs },
        { id: "description", header: "Description", extra: true, text: (policy) => policy.Description, cell: (policy) => policy.Description ?? "-" },
      ]}
      empty={<Empty title="No policies" reason="None is left to choose." />}
    />
  );
}
