import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import FormField from "@cloudscape-design/components/form-field";
import Header from "@cloudscape-design/components/header";
import Input from "@cloudscape-design/components/input";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { type ReactNode, useState } from "react";

/** A virtual device that is created and not yet assigned. */
export interface VirtualDevice {
  serial: string;
  seed: string;
  picture: string;
}

interface AppSetUpProps {
  device: VirtualDevice | undefined;
  codes: [string, string];
  onCodes: (codes: [string, string]) => void;
}

/** An app gets the seed, and proves it with two codes. */
export function AppSetUp({ device, codes, onCodes }: AppSetUpProps): ReactNode {
  const [shown, setShown] = useState<"code" | "key">();
  return (
    <Container header={<Header variant="h2">Authenticator app</Header>}>
      <SpaceBetween size="l">
        <div>1. Open an authenticator app on your phone or computer.</div>
        <SpaceBetween size="s">
          <div>2. Scan the QR code with it, or type the secret key into it.</div>
          <SpaceBetween direction="horizontal" size="xs">
            <Button onClick={() => setShown("code")}>Show QR code</Button>
            <Button onClick={() => setShown("key")}>Show secret key</Button>
          </SpaceBetween>
          {shown === "code" && device && <img className="qr-code" src={`data:image/png;base64,${device.picture}`} alt="QR code of the new MFA device" />}
          {shown === "key" && device && (
            <div>
              <Box variant="awsui-key-label">Secret key</Box>
              <span className="secret">{device.seed}</span>
            </div>
          )}
        </SpaceBetween>
        <div>3. Enter two codes that follow each other.</div>
        <FormField label="MFA code 1">
          <Input value={codes[0]} inputMode="numeric" autoComplete="one-time-code" onChange={({ detail }) => onCodes([detail.value, codes[1]])} />
        </FormField>
        <FormField label="MFA code 2">
          <Input value={codes[1]} inputMode="numeric" autoComplete="one-time-code" onChange={({ detail }) => onCodes([codes[0], detail.value])} />
        </FormField>
      </SpaceBetween>
    </Container>
  );
}
