import Popover from "@cloudscape-design/components/popover";
import StatusIndicator, { type StatusIndicatorProps } from "@cloudscape-design/components/status-indicator";
import type { ReactNode } from "react";
import { type Level, LEVELS, type ServiceAccess } from "../../aws/rolecall-reports";
import type { Load } from "../../data/use-load";
import { CopyButton } from "../../parts/copy";
import { DataTable, Empty } from "../../parts/data-table";

type Cell = ServiceAccess["Levels"][number];

const GRANTS: Record<Cell["Grant"], StatusIndicatorProps.Type> = { Full: "success", Partial: "info", None: "stopped" };

function cellOf(service: ServiceAccess, level: Level): Cell | undefined {
  return service.Levels.find((cell) => cell.Level === level);
}

export function AccessTable({ principal, load }: { principal: string; load: Load<{ Services: ServiceAccess[] }> }): ReactNode {
  const services = load.value?.Services ?? [];
  return (
    <DataTable<ServiceAccess>
      noun="services that are allowed"
      title="Access by service"
      variant="container"
      description={<span className="long-name">{principal}</span>}
      items={services}
      loading={load.loading}
      failure={load.failure}
      retry={load.reload}
      id={(service) => service.Prefix}
      rowName={(service) => service.Prefix}
      search="Find services"
      actions={<CopyButton text={JSON.stringify(services, null, 2)} label="Copy as JSON" of="report" />}
      columns={[
        { id: "service", header: "Service", text: (service) => service.Prefix, cell: (service) => service.Prefix },
        ...LEVELS.map((level) => ({
          id: level,
          header: level,
          text: (service: ServiceAccess) => cellOf(service, level)?.Grant,
          cell: (service: ServiceAccess) => <Grant service={service.Prefix} cell={cellOf(service, level)} />,
        })),
      ]}
      empty={<Empty title="No permissions" reason="Nothing is allowed to this principal by its own policies." />}
    />
  );
}

/** One cell: how much, and on demand why and what limits it. */
function Grant({ service, cell }: { service: string; cell: Cell | undefined }): ReactNode {
  if (!cell || cell.TotalActions === 0) return "-";
  return (
    <Popover
      header={`${service}: ${cell.Level}`}
      dismissAriaLabel="Close"
      content={
        <>
          <p>
            {cell.AllowedActions} of {cell.TotalActions} actions
          </p>
          <Texts title="Because of" texts={cell.Reasons} />
          <Texts title="Limited by" texts={cell.Limits} />
        </>
      }
    >
      <StatusIndicator type={GRANTS[cell.Grant]}>{cell.Grant === "Partial" ? `Partial (${cell.AllowedActions}/${cell.TotalActions})` : cell.Grant}</StatusIndicator>
    </Popover>
  );
}

function Texts({ title, texts }: { title: string; texts: readonly string[] }): ReactNode {
  if (texts.length === 0) return null;
  return (
    <>
      <b>{title}</b>
      <ul className="plain-list">
        {texts.map((text) => (
          <li key={text} className="long-name">
            {text}
          </li>
        ))}
      </ul>
    </>
  );
}
