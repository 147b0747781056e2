import StatusIndicator from "@cloudscape-design/components/status-indicator";
import type { ReactNode } from "react";
import { DataTable, Empty } from "../../../parts/data-table";
import { type SummaryRow, summaryOf } from "./summary";

export function PolicySummary({ document, actions }: { document: string; actions?: ReactNode }): ReactNode {
  return (
    <DataTable<SummaryRow>
      noun="services of the policy"
      title="Permissions defined in this policy"
      variant="container"
      items={summaryOf(document)}
      loading={false}
      actions={actions}
      id={(row) => row.id}
      rowName={(row) => row.service}
      columns={[
        { id: "service", header: "Service", text: (row) => row.service, cell: (row) => row.service },
        { id: "effect", header: "Effect", text: (row) => row.effect, cell: (row) => <StatusIndicator type={row.effect === "Allow" ? "success" : "stopped"}>{row.effect === "Allow" ? "Allow" : "Explicit deny"}</StatusIndicator> },
        { id: "actions", header: "Actions", minWidth: 220, text: (row) => row.actions, cell: (row) => <span className="long-name">{row.actions}</span> },
        { id: "resource", header: "Resource", minWidth: 180, text: (row) => row.resource, cell: (row) => <span className="long-name">{row.resource}</span> },
        { id: "condition", header: "Request condition", minWidth: 180, text: (row) => row.condition, cell: (row) => <span className="long-name">{row.condition}</span> },
      ]}
      empty={<Empty title="No permissions" reason="The policy allows and denies nothing." />}
    />
  );
}
