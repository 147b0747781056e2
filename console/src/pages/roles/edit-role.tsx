import { type Role, UpdateRoleCommand } from "@aws-sdk/client-iam";
import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import Select from "@cloudscape-design/components/select";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Textarea from "@cloudscape-design/components/textarea";
import { type ReactNode, useState } from "react";
import { useIam } from "../../aws/iam";
import { Confirm } from "../../parts/confirm";
import { durationWords } from "./list-page";

const HOUR = 3_600;
const LONGEST = 12 * HOUR;
const CUSTOM = { value: "custom", label: "Custom duration" };
const HOURS = [1, 2, 4, 8, 12].map((hours) => ({ value: String(hours * HOUR), label: durationWords(hours * HOUR) }));

/** `Edit` of a role's summary: description and maximum session duration. */
export function EditRole({ roleName, role, close, done }: { roleName: string; role: Partial<Role>; close: () => void; done: () => void }): ReactNode {
  const iam = useIam();
  const seconds = String(role.MaxSessionDuration ?? HOUR);
  const [description, setDescription] = useState(role.Description ?? "");
  const [custom, setCustom] = useState(!HOURS.some((option) => option.value === seconds));
  const [duration, setDuration] = useState(seconds);
  const value = Number(duration);
  const valid = Number.isInteger(value) && value >= HOUR && value <= LONGEST;
  return (
    <Confirm
      title={`Edit ${roleName}`}
      harmless
      button="Save changes"
      disabled={!valid}
      onCancel={close}
      work={async () => {
        await iam.send(new UpdateRoleCommand({ RoleName: roleName, Description: description, MaxSessionDuration: value }));
      }}
      onDone={done}
    >
      <SpaceBetween size="m">
        <FormField label="Description" constraintText="At most 1,000 characters.">
          <Textarea value={description} onChange={({ detail }) => setDescription(detail.value)} />
        </FormField>
        <FormField label="Maximum session duration" description="Holds from the next time that the role is assumed.">
          <Select
            selectedOption={custom ? CUSTOM : (HOURS.find((option) => option.value === duration) ?? CUSTOM)}
            options={[...HOURS, CUSTOM]}
            onChange={({ detail }) => {
              const chosen = detail.selectedOption.value ?? "";
              setCustom(chosen === CUSTOM.value);
              if (chosen !== CUSTOM.value) setDuration(chosen);
            }}
          />
        </FormField>
        {custom && (
          <FormField label="Seconds" errorText={valid ? undefined : `Enter a number from ${HOUR} to ${LONGEST}.`}>
            <Input value={duration} inputMode="numeric" onChange={({ detail }) => setDuration(detail.value)} />
          </FormField>
        )}
      </SpaceBetween>
    </Confirm>
  );
}
