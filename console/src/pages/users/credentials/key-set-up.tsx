import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import type { ReactNode } from "react";

/** While the browser registers a security key; after a failure, the wizard's button asks again. */
export function KeySetUp({ waiting }: { waiting: boolean }): ReactNode {
  return (
    <Container header={<Header variant="h2">Passkey or security key</Header>}>
      {waiting ? (
        <StatusIndicator type="in-progress">Follow the browser's instructions. Touch the security key when it blinks.</StatusIndicator>
      ) : (
        <div>The security key is not registered yet. To try again, choose Add MFA.</div>
      )}
    </Container>
  );
}
