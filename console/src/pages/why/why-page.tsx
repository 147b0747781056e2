import Alert from "@cloudscape-design/components/alert";
import Box from "@cloudscape-design/components/box";
import Container from "@cloudscape-design/components/container";
import ExpandableSection from "@cloudscape-design/components/expandable-section";
import Header from "@cloudscape-design/components/header";
import KeyValuePairs from "@cloudscape-design/components/key-value-pairs";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import type { ReactNode } from "react";
import { useParams } from "react-router";
import { isMissing } from "../../aws/failure";
import { explainRequest, type Explanation } from "../../aws/rolecall-requests";
import { timeOf } from "../../aws/time";
import { useLoad } from "../../data/use-load";
import { Changes } from "../../explain/changes";
import { LayerStrip } from "../../explain/layers";
import { Lineage } from "../../explain/lineage";
import { LayerPolicies } from "../../explain/policies";
import { Copy, CopyButton } from "../../parts/copy";
import { FailureBox } from "../../parts/failure-box";
import { GoButton } from "../../parts/go-button";
import { Loaded } from "../../parts/loaded";
import { Page } from "../../parts/page";
import { When } from "../../parts/when";
import { useSession } from "../../session/session";

/** The recorded decision of a request, half by half. */
export default function WhyPage(): ReactNode {
  const { request: requestId = "" } = useParams();
  const { id } = useSession();
  const load = useLoad(`why:${id}:${requestId}`, () => explainRequest(id, requestId));
  return (
    <Page title="Why?" crumbs={[{ text: "Activity", page: "activity" }]} actions={<GoButton page="why">Explain another</GoButton>} description={<>Request {requestId}</>}>
      {load.failure ? (
        isMissing(load.failure) ? (
          <Alert type="info" header="No such request">
            Your account took no part in a request with this ID, or it is no longer on record.
          </Alert>
        ) : (
          <FailureBox failure={load.failure} retry={load.reload} />
        )
      ) : (
        <Loaded load={load}>{(explanation) => <Explained explanation={explanation} requestId={requestId} />}</Loaded>
      )}
    </Page>
  );
}

function Explained({ explanation, requestId }: { explanation: Explanation; requestId: string }): ReactNode {
  const { Request: request, Decisions, Lineage: lineage = [], HiddenAccounts: hidden = [] } = explanation;
  return (
    <>
      {hidden.length > 0 && (
        <Alert type="info" header="A part is not shown">
          What {hidden.length === 1 ? `account ${hidden[0] ?? ""} decides` : `accounts ${hidden.join(", ")} decide`} is told only to readers of that account.
        </Alert>
      )}
      {request && (
        <Container header={<Header variant="h2">Request</Header>}>
          <KeyValuePairs
            columns={4}
            items={[
              { label: "Time", value: <When time={timeOf(request.Time)} /> },
              { label: "Operation", value: `${request.Service}:${request.Operation}` },
              { label: "Outcome", value: <Outcome outcome={request.Outcome} code={request.ErrorCode} /> },
              { label: "Source IP address", value: request.SourceIp ?? "-" },
              { label: "Principal", value: request.PrincipalArn === undefined ? request.AccountId === undefined ? "-" : `Account ${request.AccountId}` : <Copy text={request.PrincipalArn} of="principal" /> },
              { label: "Request ID", value: <Copy text={requestId} of="request ID" /> },
              { label: "User agent", value: <span className="long-name">{request.UserAgent ?? "-"}</span> },
            ]}
          />
        </Container>
      )}
      {Decisions.length === 0 && <Alert type="info">No decision was made: the request was refused before policies were asked, or nothing of it may be shown to you.</Alert>}
      {Decisions.map((decision, index) => (
        <section key={index} className="stack" aria-label={`Decision on ${decision.Action}`}>
          <Container
            header={
              <Header variant="h2" description={<span className="long-name">on {decision.Resource}</span>}>
                {decision.Action}: {decision.Outcome === "Allowed" ? "allowed" : "denied"}
              </Header>
            }
          >
            <div className="stack">
              <LayerStrip layers={decision.Layers} />
              {decision.Nearest !== undefined && decision.Nearest !== "" && <Box>The statement that came closest: {decision.Nearest}</Box>}
            </div>
          </Container>
          <LayerPolicies layers={decision.Layers} />
          {(decision.CallerCan ?? []).length > 0 && (
            <Container header={<Header variant="h2">What the caller can do</Header>}>
              <ul className="plain-list">
                {(decision.CallerCan ?? []).map((text) => (
                  <li key={text}>{text}</li>
                ))}
              </ul>
            </Container>
          )}
          <Changes changes={decision.Changes ?? []} />
        </section>
      ))}
      {lineage.length > 0 && (
        <Container header={<Header variant="h2">Lineage</Header>}>
          <Lineage steps={lineage} />
        </Container>
      )}
      <ExpandableSection variant="container" headerText="As text" headerActions={<CopyButton text={explanation.Text} of="explanation" />}>
        <pre className="policy-text" tabIndex={0} role="region" aria-label="Explanation as text">
          {explanation.Text}
        </pre>
      </ExpandableSection>
    </>
  );
}

function Outcome({ outcome, code }: { outcome: "Allowed" | "Denied" | "Error"; code?: string }): ReactNode {
  if (outcome === "Allowed") return <StatusIndicator>Allowed</StatusIndicator>;
  return <StatusIndicator type={outcome === "Denied" ? "error" : "warning"}>{code === undefined ? outcome : `${outcome}: ${code}`}</StatusIndicator>;
}
