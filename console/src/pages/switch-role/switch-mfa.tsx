import { ListMFADevicesCommand, IAMClient } from "@aws-sdk/client-iam";
import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import SpaceBetween from "@cloudscape-design/components/space-between";
import type { ReactNode } from "react";
import { clientConfig } from "../../aws/config";
import { useLoad } from "../../data/use-load";
import { isSecurityKey, MfaDevice } from "../../parts/mfa-device";
import type { Session } from "../../session/api";

export interface Mfa {
  code: string;
  device: string | undefined;
}

/** A code for roles that ask for one, where the sign-in was without: the user got a device since. */
export function SwitchMfa({ session, mfa, onChange }: { session: Session; mfa: Mfa; onChange: (mfa: Mfa) => void }): ReactNode {
  // The devices are read as the identity that decides the switch.
  const id = session.original?.id ?? session.id;
  const user = session.original?.userName ?? session.userName;
  const load = useLoad(session.mfa || user === undefined ? undefined : `mfa-devices:${id}`, async () => {
    const { MFADevices = [] } = await new IAMClient(clientConfig(id, "iam")).send(new ListMFADevicesCommand({ UserName: user }));
    return MFADevices.flatMap(({ SerialNumber = "" }) => (SerialNumber === "" || isSecurityKey(SerialNumber) ? [] : SerialNumber));
  });
  const devices = load.value ?? [];
  // Who may not list the own devices may have some.
  if (session.mfa || user === undefined || (devices.length === 0 && load.failure?.kind !== "denied")) return null;
  return (
    <SpaceBetween size="m">
      {devices.length > 1 && <MfaDevice devices={devices} chosen={mfa.device ?? devices[0]} onChoose={(device) => onChange({ ...mfa, device })} />}
      <FormField label="MFA code - optional" description="For roles that require MFA: you signed in without a code.">
        <Input value={mfa.code} inputMode="numeric" autoComplete="one-time-code" onChange={({ detail }) => onChange({ code: detail.value.trim(), device: mfa.device ?? (devices.length > 1 ? devices[0] : undefined) })} />
      </FormField>
    </SpaceBetween>
  );
}
