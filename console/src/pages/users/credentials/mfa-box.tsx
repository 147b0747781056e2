import { ListMFADevicesCommand, type MFADevice, ResyncMFADeviceCommand } from "@aws-sdk/client-iam";
import Button from "@cloudscape-design/components/button";
import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { type ReactNode, useState } from "react";
import { useFlash } from "../../../app/flash";
import { useIam } from "../../../aws/iam";
import { useLoad } from "../../../data/use-load";
import { holderPage } from "../../../iam/holder";
import { Confirm } from "../../../parts/confirm";
import { DataTable, Empty } from "../../../parts/data-table";
import { GoButton } from "../../../parts/go-button";
import { deviceType, isSecurityKey } from "../../../parts/mfa-device";
import { When } from "../../../parts/when";
import { removeDevice } from "../delete-user";

export function MfaBox({ userName }: { userName: string }): ReactNode {
  const iam = useIam();
  const flash = useFlash();
  const [chosen, setChosen] = useState<MFADevice[]>([]);
  const [asking, setAsking] = useState<"remove" | "resync">();
  const [codes, setCodes] = useState<[string, string]>(["", ""]);
  const devices = useLoad(`mfa:${userName}`, async () => (await iam.send(new ListMFADevicesCommand({ UserName: userName }))).MFADevices ?? []);
  const serial = chosen[0]?.SerialNumber ?? "";
  const assign = <GoButton page={`${holderPage("user", userName)}/assign-mfa`}>Assign MFA device</GoButton>;
  const done = (text: string): void => {
    setAsking(undefined);
    setChosen([]);
    setCodes(["", ""]);
    devices.reload();
    flash({ type: "success", text });
  };
  return (
    <>
      <DataTable<MFADevice>
        noun="MFA devices"
        title="Multi-factor authentication (MFA)"
        variant="container"
        plain
        items={devices.value ?? []}
        loading={devices.loading}
        failure={devices.failure}
        retry={devices.reload}
        id={(device) => device.SerialNumber ?? ""}
        rowName={(device) => device.SerialNumber ?? ""}
        selection="single"
        selected={chosen}
        onSelect={setChosen}
        actions={
          <>
            <Button disabled={chosen.length === 0} onClick={() => setAsking("remove")}>
              Remove
            </Button>
            <Button disabled={chosen.length === 0 || isSecurityKey(serial)} disabledReason={chosen.length === 0 ? undefined : "A security key has no codes."} onClick={() => setAsking("resync")}>
              Resync
            </Button>
            {assign}
          </>
        }
        columns={[
          { id: "type", header: "Type", cell: (device) => deviceType(device.SerialNumber ?? "") },
          { id: "id", header: "Identifier", minWidth: 260, cell: (device) => <span className="long-name">{device.SerialNumber}</span> },
          { id: "created", header: "Created on", cell: (device) => <When time={device.EnableDate} /> },
        ]}
        empty={<Empty title="No MFA devices" reason="A second factor protects the account when a password is stolen." action={assign} />}
      />
      {asking === "remove" && (
        <Confirm
          title={`Remove ${serial}?`}
          button="Remove"
          onCancel={() => setAsking(undefined)}
          work={() => removeDevice(iam, userName, serial)}
          onDone={() => done("MFA device removed.")}
        >
          {(devices.value ?? []).length > 1
            ? "The user can no longer sign in with this device."
            : "The user signs in without MFA, and is denied what policies allow only with MFA."}
        </Confirm>
      )}
      {asking === "resync" && (
        <Confirm
          title="Resync MFA device"
          harmless
          button="Resync"
          disabled={codes.some((code) => code === "")}
          onCancel={() => setAsking(undefined)}
          work={async () => {
            await iam.send(new ResyncMFADeviceCommand({ UserName: userName, SerialNumber: serial, AuthenticationCode1: codes[0], AuthenticationCode2: codes[1] }));
          }}
          onDone={() => done("MFA device synchronized.")}
        >
          <SpaceBetween size="m">
            <FormField label="MFA code 1">
              <Input value={codes[0]} inputMode="numeric" onChange={({ detail }) => setCodes([detail.value, codes[1]])} />
            </FormField>
            <FormField label="MFA code 2" description="The one that follows.">
              <Input value={codes[1]} inputMode="numeric" onChange={({ detail }) => setCodes([codes[0], detail.value])} />
            </FormField>
          </SpaceBetween>
        </Confirm>
      )}
    </>
  );
}
