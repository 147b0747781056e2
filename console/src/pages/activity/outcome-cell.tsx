import StatusIndicator from "@cloudscape-design/components/status-indicator";
import type { ReactNode } from "react";
import type { RecordedRequest } from "../../aws/rolecall-requests";

export function OutcomeCell({ request }: { request: RecordedRequest }): ReactNode {
  switch (request.Outcome) {
    case "Allowed":
      return <StatusIndicator>Allowed</StatusIndicator>;
    case "Denied":
      return <StatusIndicator type="error">Denied</StatusIndicator>;
    case "Error":
      return (
        <StatusIndicator type="warning" wrapText>
          {request.ErrorCode ?? "Error"}
        </StatusIndicator>
      );
  }
}
