import { CreateVirtualMFADeviceCommand, DeleteVirtualMFADeviceCommand, EnableMFADeviceCommand } from "@aws-sdk/client-iam";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import FormField from "@cloudscape-design/components/form-field";
import Header from "@cloudscape-design/components/header";
import Input from "@cloudscape-design/components/input";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Wizard from "@cloudscape-design/components/wizard";
import { type ReactNode, useState } from "react";
import { useParams } from "react-router";
import { useFlash } from "../../../app/flash";
import { useFrame } from "../../../app/frame";
import { useIam } from "../../../aws/iam";
import { useAction } from "../../../data/use-action";
import { holderPage } from "../../../iam/holder";
import { FailureBox } from "../../../parts/failure-box";
import { useGo } from "../../../session/session";

interface Device {
  serial: string;
  seed: string;
  picture: string;
}

function text(bytes: Uint8Array | undefined): string {
  return new TextDecoder().decode(bytes);
}

function base64(bytes: Uint8Array | undefined): string {
  return btoa(Array.from(bytes ?? [], (byte) => String.fromCharCode(byte)).join(""));
}

export default function AssignMfaPage(): ReactNode {
  const { user = "" } = useParams();
  const iam = useIam();
  const go = useGo();
  const flash = useFlash();
  const [step, setStep] = useState(0);
  const [deviceName, setDeviceName] = useState(user);
  const [device, setDevice] = useState<Device>();
  const [shown, setShown] = useState<"code" | "key">();
  const [codes, setCodes] = useState<[string, string]>(["", ""]);
  const action = useAction();
  const back = `${holderPage("user", user)}?tab=security-credentials`;
  useFrame("Assign MFA device", [{ text: "Users", page: "iam/users" }, { text: user, page: holderPage("user", user) }, { text: "Assign MFA device" }], "wizard");

  const discard = async (): Promise<void> => {
    if (device) await iam.send(new DeleteVirtualMFADeviceCommand({ SerialNumber: device.serial }));
    setDevice(undefined);
  };
  const create = (): void =>
    action.run(async () => {
      const { VirtualMFADevice: made } = await iam.send(new CreateVirtualMFADeviceCommand({ VirtualMFADeviceName: deviceName }));
      setDevice({ serial: made?.SerialNumber ?? "", seed: text(made?.Base32StringSeed), picture: base64(made?.QRCodePNG) });
      setStep(1);
    });
  const enable = (): void =>
    action.run(async () => {
      await iam.send(new EnableMFADeviceCommand({ UserName: user, SerialNumber: device?.serial, AuthenticationCode1: codes[0].trim(), AuthenticationCode2: codes[1].trim() }));
      flash({ type: "success", text: `MFA device assigned to ${user}.` });
      go(back);
    });

  return (
    <Wizard
      activeStepIndex={step}
      isLoadingNextStep={action.busy}
      submitButtonText="Add MFA"
      onCancel={() =>
        action.run(async () => {
          await discard();
          go(back);
        })
      }
      onNavigate={({ detail }) => {
        if (detail.requestedStepIndex === 1) {
          if (deviceName !== "") create();
          return;
        }
        action.run(async () => {
          await discard();
          setStep(0);
        });
      }}
      onSubmit={enable}
      steps={[
        {
          title: "Select MFA device",
          content: (
            <SpaceBetween size="m">
              <FailureBox failure={action.failure} />
              <Container header={<Header variant="h2">MFA device name</Header>}>
                <SpaceBetween size="m">
                  <FormField label="Device name" description="Unique in the account." constraintText="At most 128 letters, digits, and + = , . @ - _">
                    <Input value={deviceName} onChange={({ detail }) => setDeviceName(detail.value)} />
                  </FormField>
                  <div>
                    <Box variant="awsui-key-label">MFA device</Box>
                    Authenticator app: a program on a phone or computer that shows a new code every 30 seconds.
                  </div>
                </SpaceBetween>
              </Container>
            </SpaceBetween>
          ),
        },
        {
          title: "Set up device",
          content: (
            <SpaceBetween size="m">
              <FailureBox failure={action.failure} />
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
                    <Input value={codes[0]} inputMode="numeric" autoComplete="one-time-code" onChange={({ detail }) => setCodes([detail.value, codes[1]])} />
                  </FormField>
                  <FormField label="MFA code 2">
                    <Input value={codes[1]} inputMode="numeric" autoComplete="one-time-code" onChange={({ detail }) => setCodes([codes[0], detail.value])} />
                  </FormField>
                </SpaceBetween>
              </Container>
            </SpaceBetween>
          ),
        },
      ]}
    />
  );
}
