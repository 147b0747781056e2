import Alert from "@cloudscape-design/components/alert";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import SpaceBetween from "@cloudscape-design/components/space-between";
import type { ReactNode } from "react";
import { deniedLines, type Failure } from "../aws/failure";
import { CopyButton } from "./copy";
import { WhyLink } from "./why-link";

/** What a call was denied or refused, in full: on a page, above a form, in place of a table's rows. */
export function FailureBox({ failure, retry }: { failure: Failure | undefined; retry?: () => void }): ReactNode {
  if (!failure || failure.kind === "ended") return null;
  if (failure.kind === "denied") {
    const lines = deniedLines(failure);
    return (
      <Alert
        type="error"
        header={failure.action === undefined ? "Access denied" : `Access denied to ${failure.action}`}
        action={
          <SpaceBetween direction="horizontal" size="xs">
            <CopyButton text={lines.join("\n")} of="denial" />
            <WhyLink requestId={failure.requestId} variant="button" />
          </SpaceBetween>
        }
      >
        <p>You do not have this permission. Ask your administrator for it.</p>
        <div className="denied-lines">
          {lines.map((line) => (
            <div key={line}>{line}</div>
          ))}
        </div>
      </Alert>
    );
  }
  return (
    <Alert
      type="error"
      header={failure.kind === "unreachable" ? "The server did not answer" : failure.code}
      action={retry && <Button onClick={retry}>Try again</Button>}
    >
      {failure.message}
      {failure.kind === "refused" && failure.requestId !== undefined && (
        <Box variant="small" display="block">
          Request ID: {failure.requestId}
        </Box>
      )}
    </Alert>
  );
}
