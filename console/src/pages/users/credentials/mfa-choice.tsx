import Alert from "@cloudscape-design/components/alert";
import Container from "@cloudscape-design/components/container";
import FormField from "@cloudscape-design/components/form-field";
import Header from "@cloudscape-design/components/header";
import Input from "@cloudscape-design/components/input";
import RadioGroup from "@cloudscape-design/components/radio-group";
import SpaceBetween from "@cloudscape-design/components/space-between";
import type { ReactNode } from "react";
import { obstacle } from "../../../security-key/obstacle";

export type DeviceKind = "key" | "app";

interface MfaChoiceProps {
  name: string;
  onName: (name: string) => void;
  kind: DeviceKind;
  onKind: (kind: DeviceKind) => void;
}

/** What the new device is called, and of which kind it is. */
export function MfaChoice({ name, onName, kind, onKind }: MfaChoiceProps): ReactNode {
  const why = obstacle();
  return (
    <SpaceBetween size="m">
      <Container header={<Header variant="h2">MFA device name</Header>}>
        <FormField label="Device name" description="Unique in the account." constraintText="At most 128 letters, digits, and + = , . @ - _">
          <Input value={name} onChange={({ detail }) => onName(detail.value)} />
        </FormField>
      </Container>
      <Container header={<Header variant="h2">MFA device</Header>}>
        <SpaceBetween size="m">
          <RadioGroup
            ariaLabel="MFA device"
            value={kind}
            onChange={({ detail }) => onKind(detail.value === "key" ? "key" : "app")}
            items={[
              { value: "key", label: "Passkey or security key", disabled: why !== undefined, description: "A FIDO2 security key, or a passkey of this computer or a phone. It works only at this address of the console." },
              { value: "app", label: "Authenticator app", description: "A program on a phone or computer that shows a new code every 30 seconds." },
            ]}
          />
          {why !== undefined && (
            <Alert type="info" header="Security keys cannot be used here">
              {why}
            </Alert>
          )}
        </SpaceBetween>
      </Container>
    </SpaceBetween>
  );
}
