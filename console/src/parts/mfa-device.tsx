import FormField from "@cloudscape-design/components/form-field";
import RadioGroup from "@cloudscape-design/components/radio-group";
import type { ReactNode } from "react";

/** The name of a device in its serial number; a hardware device has no other name than the number. */
export function deviceName(serial: string): string {
  return /:mfa\/(?:.*\/)?([^/]+)$/.exec(serial)?.[1] ?? serial;
}

/** Which of several MFA devices shows the code. */
export function MfaDevice({ devices, chosen, onChoose }: { devices: readonly string[]; chosen: string | undefined; onChoose: (serial: string) => void }): ReactNode {
  return (
    <FormField label="MFA device">
      <RadioGroup value={chosen ?? null} items={devices.map((serial) => ({ value: serial, label: <span className="long-name">{deviceName(serial)}</span> }))} onChange={({ detail }) => onChoose(detail.value)} />
    </FormField>
  );
}
