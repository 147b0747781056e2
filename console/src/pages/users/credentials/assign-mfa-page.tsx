import { CreateVirtualMFADeviceCommand, DeleteVirtualMFADeviceCommand, EnableMFADeviceCommand } from "@aws-sdk/client-iam";
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
import { makeKey } from "../../../security-key/ask-browser";
import { isAborted } from "../../../security-key/security-key-error";
import { useKeyRequest } from "../../../security-key/use-key-request";
import { beginKey, finishKey } from "../../../session/api";
import { useGo, useSession } from "../../../session/session";
import { AppSetUp, type VirtualDevice } from "./app-set-up";
import { KeySetUp } from "./key-set-up";
import { type DeviceKind, MfaChoice } from "./mfa-choice";

function text(bytes: Uint8Array | undefined): string {
  return new TextDecoder().decode(bytes);
}

function base64(bytes: Uint8Array | undefined): string {
  return btoa(Array.from(bytes ?? [], (byte) => String.fromCharCode(byte)).join(""));
}

export default function AssignMfaPage(): ReactNode {
  const { user = "" } = useParams();
  const session = useSession();
  const iam = useIam();
  const go = useGo();
  const flash = useFlash();
  const [step, setStep] = useState(0);
  const [name, setName] = useState(user);
  const [kind, setKind] = useState<DeviceKind>("app");
  const [device, setDevice] = useState<VirtualDevice>();
  const [codes, setCodes] = useState<[string, string]>(["", ""]);
  const action = useAction();
  const request = useKeyRequest();
  const back = `${holderPage("user", user)}?tab=security-credentials`;
  useFrame("Assign MFA device", [{ text: "Users", page: "iam/users" }, { text: user, page: holderPage("user", user) }, { text: "Assign MFA device" }], "wizard");

  const assigned = (): void => {
    flash({ type: "success", text: `MFA device assigned to ${user}.` });
    go(back);
  };
  const discard = async (): Promise<void> => {
    request.stop();
    if (device) await iam.send(new DeleteVirtualMFADeviceCommand({ SerialNumber: device.serial }));
    setDevice(undefined);
  };
  const create = async (): Promise<void> => {
    const { VirtualMFADevice: made } = await iam.send(new CreateVirtualMFADeviceCommand({ VirtualMFADeviceName: name }));
    setDevice({ serial: made?.SerialNumber ?? "", seed: text(made?.Base32StringSeed), picture: base64(made?.QRCodePNG) });
    setStep(1);
  };
  const enable = async (): Promise<void> => {
    await iam.send(new EnableMFADeviceCommand({ UserName: user, SerialNumber: device?.serial, AuthenticationCode1: codes[0].trim(), AuthenticationCode2: codes[1].trim() }));
    assigned();
  };
  const register = async (): Promise<void> => {
    const signal = request.start();
    try {
      const { publicKey } = await beginKey(session.id, { name, userName: user });
      signal.throwIfAborted();
      setStep(1);
      await finishKey(session.id, await makeKey(publicKey, signal));
      signal.throwIfAborted();
    } catch (cause) {
      // The person has left the step.
      if (isAborted(cause)) return;
      throw cause;
    }
    assigned();
  };

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
          if (name !== "") action.run(kind === "key" ? register : create);
          return;
        }
        action.run(async () => {
          await discard();
          setStep(0);
        });
      }}
      onSubmit={() => action.run(kind === "key" ? register : enable)}
      steps={[
        {
          title: "Select MFA device",
          content: (
            <SpaceBetween size="m">
              <FailureBox failure={action.failure} />
              <MfaChoice name={name} onName={setName} kind={kind} onKind={setKind} />
            </SpaceBetween>
          ),
        },
        {
          title: "Set up device",
          content: (
            <SpaceBetween size="m">
              <FailureBox failure={action.failure} />
              {kind === "key" ? <KeySetUp waiting={action.busy} /> : <AppSetUp device={device} codes={codes} onCodes={setCodes} />}
            </SpaceBetween>
          ),
        },
      ]}
    />
  );
}
