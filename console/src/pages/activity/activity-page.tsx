import Button from "@cloudscape-design/components/button";
import Toggle from "@cloudscape-design/components/toggle";
import { type ReactNode, useState } from "react";
import { useSearchParams } from "react-router";
import type { RecordedRequest } from "../../aws/rolecall-requests";
import { timeOf } from "../../aws/time";
import { whyPage } from "../../explain/lineage";
import { Empty } from "../../parts/data-table";
import { ListPage } from "../../parts/list-page";
import { PageLink } from "../../parts/page-link";
import { When } from "../../parts/when";
import { useSession } from "../../session/session";
import { ActivityFilters } from "./activity-filters";
import { filtersOf } from "./filters";
import { OutcomeCell } from "./outcome-cell";
import { RequestDetails } from "./request-details";
import { useRequests } from "./use-requests";

export default function ActivityPage(): ReactNode {
  const session = useSession();
  const [query, setQuery] = useSearchParams();
  const [live, setLive] = useState(true);
  const [showOwn, setShowOwn] = useState(false);
  const [shown, setShown] = useState<RecordedRequest>();
  // A range ends now; it moves only when a filter is chosen, else every render would be another question.
  const [since, setSince] = useState(() => Date.now());
  const requests = useRequests(session, filtersOf(query, since), live, showOwn);
  const isFiltered = ["decision", "minutes", "principal", "action", "resource"].some((filter) => (query.get(filter) ?? "") !== "");
  const set = (filter: string, value: string): void => {
    setSince(Date.now());
    setQuery(
      (before) => {
        if (value === "") before.delete(filter);
        else before.set(filter, value);
        return before;
      },
      { replace: true },
    );
  };
  return (
    <>
      <ListPage<RecordedRequest>
        noun="requests"
        title="Activity"
        description="Requests in which this account takes part, newest first."
        crumbs={[]}
        items={requests.items}
        loading={requests.loading}
        failure={requests.failure}
        retry={requests.reload}
        id={(request) => request.RequestId}
        rowName={(request) => `${request.Operation} ${request.RequestId}`}
        search="Search what is shown"
        filter={<ActivityFilters query={query} set={set} />}
        actions={
          <>
            <Toggle checked={live} onChange={({ detail }) => setLive(detail.checked)}>
              Live
            </Toggle>
            <Toggle checked={showOwn} onChange={({ detail }) => setShowOwn(detail.checked)}>
              Show this page's own requests
            </Toggle>
            <Button iconName="refresh" ariaLabel="Refresh" onClick={requests.reload} />
            <Button disabled={!requests.hasMore} loading={requests.loading && requests.items.length > 0} onClick={requests.more}>
              Load older
            </Button>
          </>
        }
        columns={[
          {
            id: "operation",
            header: "Operation",
            text: (request) => `${request.Service}:${request.Operation}`,
            cell: (request) => (
              <Button variant="inline-link" ariaLabel={`Details of ${request.Service}:${request.Operation}, ${request.RequestId}`} onClick={() => setShown(request)}>
                {request.Service}:{request.Operation}
              </Button>
            ),
          },
          { id: "time", header: "Time", minWidth: 150, text: (request) => timeOf(request.Time).getTime(), cell: (request) => <When time={timeOf(request.Time)} /> },
          { id: "decision", header: "Decision", text: (request) => request.Outcome, cell: (request) => <OutcomeCell request={request} /> },
          { id: "principal", header: "Principal", minWidth: 220, text: (request) => request.PrincipalArn ?? request.AccountId, cell: (request) => <span className="long-name">{request.PrincipalArn ?? (request.AccountId === undefined ? "-" : `Account ${request.AccountId}`)}</span> },
          { id: "resource", header: "Resource", minWidth: 200, text: (request) => request.Resources?.join(" "), cell: (request) => <span className="long-name">{request.Resources?.join(", ") || "-"}</span> },
          { id: "ip", header: "Source IP address", text: (request) => request.SourceIp, cell: (request) => request.SourceIp ?? "-" },
          { id: "why", header: "Why", minWidth: 80, cell: (request) => <PageLink page={whyPage(request.RequestId)} ariaLabel={`Why? ${request.RequestId}`}>Why?</PageLink> },
          { id: "action", header: "Action", extra: true, text: (request) => request.Action, cell: (request) => request.Action ?? "-" },
          { id: "accounts", header: "Accounts", extra: true, text: (request) => request.Accounts?.join(" "), cell: (request) => request.Accounts?.join(", ") ?? "-" },
          { id: "agent", header: "User agent", extra: true, text: (request) => request.UserAgent, cell: (request) => <span className="long-name">{request.UserAgent ?? "-"}</span> },
          { id: "id", header: "Request ID", extra: true, text: (request) => request.RequestId, cell: (request) => request.RequestId },
        ]}
        empty={isFiltered ? <Empty title="No matches" reason="No recorded request fits these filters." action={<Button onClick={() => setQuery({}, { replace: true })}>Clear filters</Button>} /> : <Empty title="No requests" reason="What principals of this account ask for appears here." />}
      />
      {shown && <RequestDetails request={shown} close={() => setShown(undefined)} />}
    </>
  );
}
