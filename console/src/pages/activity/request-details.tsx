import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import KeyValuePairs from "@cloudscape-design/components/key-value-pairs";
import Modal from "@cloudscape-design/components/modal";
import SpaceBetween from "@cloudscape-design/components/space-between";
import type { ReactNode } from "react";
import { explainRequest, type RecordedRequest } from "../../aws/rolecall-requests";
import { timeOf } from "../../aws/time";
import { useLoad } from "../../data/use-load";
import { Lineage, whyPage } from "../../explain/lineage";
import { Copy } from "../../parts/copy";
import { GoButton } from "../../parts/go-button";
import { Loaded } from "../../parts/loaded";
import { utcTime } from "../../parts/time";
import { When } from "../../parts/when";
import { useSession } from "../../session/session";
import { OutcomeCell } from "./outcome-cell";

/** One recorded request, with who came to be its caller. */
export function RequestDetails({ request, close }: { request: RecordedRequest; close: () => void }): ReactNode {
  const { id } = useSession();
  const explanation = useLoad(`lineage:${id}:${request.RequestId}`, () => explainRequest(id, request.RequestId));
  const time = timeOf(request.Time);
  return (
    <Modal
      visible
      size="large"
      header={`${request.Service}:${request.Operation}`}
      closeAriaLabel="Close"
      onDismiss={close}
      footer={
        <Box float="right">
          <SpaceBetween direction="horizontal" size="xs">
            <Button variant="link" onClick={close}>
              Close
            </Button>
            <GoButton page={whyPage(request.RequestId)} variant="primary">
              Why?
            </GoButton>
          </SpaceBetween>
        </Box>
      }
    >
      <SpaceBetween size="l">
        <KeyValuePairs
          columns={2}
          items={[
            { label: "Time", value: <><When time={time} /> ({utcTime(time)})</> },
            { label: "Decision", value: <OutcomeCell request={request} /> },
            { label: "Principal", value: request.PrincipalArn === undefined ? "Not shown" : <Copy text={request.PrincipalArn} of="principal" /> },
            { label: "Accounts", value: request.Accounts?.join(", ") ?? request.AccountId ?? "-" },
            { label: "Action", value: request.Action ?? "-" },
            { label: "Status", value: request.Status ?? "-" },
            { label: "Source IP address", value: request.SourceIp ?? "-" },
            { label: "User agent", value: <span className="long-name">{request.UserAgent ?? "-"}</span> },
            { label: "Request ID", value: <Copy text={request.RequestId} of="request ID" /> },
            { label: "Resources", value: <span className="long-name">{request.Resources?.join(", ") || "-"}</span> },
          ]}
        />
        <div>
          <Box variant="h3">Lineage</Box>
          <Loaded load={explanation}>{({ Lineage: steps = [] }) => (steps.length === 0 ? "Nothing is known of where the caller's credentials came from." : <Lineage steps={steps} />)}</Loaded>
        </div>
      </SpaceBetween>
    </Modal>
  );
}
