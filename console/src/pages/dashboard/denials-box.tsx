import Button from "@cloudscape-design/components/button";
import type { ReactNode } from "react";
import { rolecall } from "../../aws/rolecall";
import { timeOf, type WireTime } from "../../aws/time";
import { useLoad } from "../../data/use-load";
import { DataTable, Empty } from "../../parts/data-table";
import { When } from "../../parts/when";
import { WhyLink } from "../../parts/why-link";
import { useSession } from "../../session/session";

/** What `ListRequests` says of a request; only what this box shows. */
interface DeniedRequest {
  RequestId: string;
  Time: WireTime;
  Service: string;
  Operation: string;
  Action?: string;
  Resources?: string[];
}

const SHOWN = 10;

/** The newest requests of this identity that were denied: from the console, a program, a command line. */
export function DenialsBox(): ReactNode {
  const { id, arn } = useSession();
  const load = useLoad(`denials:${id}`, () => rolecall<{ Requests: DeniedRequest[] }>(id, "ListRequests", { Filters: { Denied: true, Principal: arn }, MaxResults: SHOWN }));
  if (load.failure && load.failure.kind !== "denied") return null;
  return (
    <DataTable<DeniedRequest>
      noun="recent denials"
      title="Your recent denials"
      variant="container"
      plain
      items={load.value?.Requests ?? []}
      loading={load.loading}
      failure={load.failure}
      retry={load.reload}
      actions={<Button iconName="refresh" ariaLabel="Refresh recent denials" onClick={load.reload} />}
      id={(request) => request.RequestId}
      rowName={(request) => request.RequestId}
      columns={[
        { id: "action", header: "Action", cell: (request) => <span className="long-name">{request.Action ?? `${request.Service}:${request.Operation}`}</span> },
        { id: "resource", header: "Resource", cell: (request) => <span className="long-name">{request.Resources?.join(", ") || "-"}</span> },
        { id: "time", header: "Time", cell: (request) => <When time={timeOf(request.Time)} /> },
        { id: "why", header: "Why", cell: (request) => <WhyLink requestId={request.RequestId} variant="inline" /> },
      ]}
      empty={<Empty title="No denials" reason="Nothing was denied to you lately." />}
    />
  );
}
