import Alert from "@cloudscape-design/components/alert";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { type ReactNode, useEffect, useRef } from "react";
import { deniedLines, type Failure } from "../aws/failure";
import { CopyButton } from "./copy";
import { WhyLink } from "./why-link";

/** What a call was denied or refused, in full: on a page, above a form, in place of a table's rows. */
export function FailureBox({ failure, retry }: { failure: Failure | undefined; retry?: () => void }): ReactNode {
  const box = useRef<HTMLDivElement>(null);
  // What cannot be read again is the failure of a button, which may be far below.
  const ofButton = retry === undefined;
  useEffect(() => {
    if (failure && ofButton) box.current?.scrollIntoView({ block: "nearest" });
  }, [failure, ofButton]);
  if (!failure || failure.kind === "ended") return null;
  return (
    <div ref={box} className="failure-box">
      <FailureAlert failure={failure} retry={retry} />
    </div>
  );
}

function FailureAlert({ failure, retry }: { failure: Exclude<Failure, { kind: "ended" }>; retry?: () => void }): ReactNode {
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
