import FormField from "@cloudscape-design/components/form-field";
import RadioGroup from "@cloudscape-design/components/radio-group";
import type { ReactNode } from "react";

/** The name of a device in its serial number; a hardware device has no other name than the number. */
export function deviceName(serial: string): string {
  return /:mfa\/(?:.*\/)?([^/]+)$/.exec(serial)?.[1] ?? serial;
}

/** Whether a device is a security key, which shows no codes. */
export function isSecurityKey(serial: string): boolean {
  return /^arn:[^:]*:iam::\d{12}:u2f\//.test(serial);
}

/** What AWS calls the kind of a device; only hardware devices have no ARN. */
export function deviceType(serial: string): string {
  if (isSecurityKey(serial)) return "Passkey or security key";
  return serial.startsWith("arn:") ? "Virtual" : "Hardware TOTP token";
}

/** Which of several MFA devices shows the code. */
export function MfaDevice({ devices, chosen, onChoose }: { devices: readonly string[]; chosen: string | undefined; onChoose: (serial: string) => void }): ReactNode {
  return (
    <FormField label="MFA device">
      <RadioGroup value={chosen ?? null} items={devices.map((serial) => ({ value: serial, label: <span className="long-name">{deviceName(serial)}</span> }))} onChange={({ detail }) => onChoose(detail.value)} />
    </FormField>
  );
}
