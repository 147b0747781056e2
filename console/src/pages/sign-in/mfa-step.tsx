import Alert from "@cloudscape-design/components/alert";
import Box from "@cloudscape-design/components/box";
import Button, { type ButtonProps } from "@cloudscape-design/components/button";
import Form from "@cloudscape-design/components/form";
import FormField from "@cloudscape-design/components/form-field";
import Header from "@cloudscape-design/components/header";
import Input from "@cloudscape-design/components/input";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { MfaDevice } from "../../parts/mfa-device";
import { signInObstacle } from "../../security-key/obstacle";
import { SignInFailure } from "./sign-in-steps";
import type { SigningIn } from "./use-sign-in";

/** The second factor: a security key, a code, or either. */
export function MfaStep({ signingIn }: { signingIn: SigningIn }): ReactNode {
  const { codes, devices, securityKey } = signingIn.factors;
  const [code, setCode] = useState("");
  const [device, setDevice] = useState(devices[0]);
  const several = devices.length > 1;
  const obstacle = securityKey && signInObstacle(securityKey);
  const offersKey = securityKey !== undefined && obstacle === undefined;
  const askingKey = signingIn.busy && signingIn.byKey;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (codes && code.trim() !== "") signingIn.submitCode(code.trim(), several ? device : undefined);
      }}
    >
      <Form
        header={<Header variant="h1">Multi-factor Authentication</Header>}
        actions={
          <SpaceBetween direction="horizontal" size="xs">
            <Button variant="link" formAction="none" onClick={signingIn.restart}>
              Cancel
            </Button>
            {codes && (
              <Button variant="primary" loading={signingIn.busy && !askingKey} disabled={code.trim() === "" || askingKey}>
                Submit
              </Button>
            )}
          </SpaceBetween>
        }
      >
        <SpaceBetween size="m">
          <SignInFailure signingIn={signingIn} />
          {obstacle !== undefined && (
            <Alert type={codes ? "info" : "warning"} header="Security keys cannot be used here">
              {obstacle}
            </Alert>
          )}
          {offersKey && <SecurityKeyButton signingIn={signingIn} alone={!codes} loading={askingKey} />}
          {offersKey && codes && <Box color="text-body-secondary">Or enter a code of an MFA device.</Box>}
          {codes && several && <MfaDevice devices={devices} chosen={device} onChoose={setDevice} />}
          {codes && (
            <FormField label="MFA code" description="Six digits that your MFA device shows now.">
              <Input value={code} autoFocus={!offersKey} inputMode="numeric" autoComplete="one-time-code" onChange={({ detail }) => setCode(detail.value)} />
            </FormField>
          )}
        </SpaceBetween>
      </Form>
    </form>
  );
}

function SecurityKeyButton({ signingIn, alone, loading }: { signingIn: SigningIn; alone: boolean; loading: boolean }): ReactNode {
  const button = useRef<ButtonProps.Ref>(null);
  useEffect(() => button.current?.focus(), []);
  return (
    <SpaceBetween size="xs">
      <div>Have your security key or passkey ready, then follow the browser's instructions.</div>
      <Button ref={button} variant={alone ? "primary" : "normal"} fullWidth formAction="none" iconName="key" loading={loading} disabled={signingIn.busy && !loading} onClick={signingIn.submitKey}>
        Use security key
      </Button>
    </SpaceBetween>
  );
}
