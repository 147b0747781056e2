import Checkbox from "@cloudscape-design/components/checkbox";
import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { type ReactNode, useState } from "react";

export interface PasswordFieldProps {
  label: string;
  value: string;
  onChange: (value: string) => void;
  autoComplete: "current-password" | "new-password";
  autoFocus?: boolean;
  errorText?: string;
  description?: string;
  /** Adds the tick box `Show Password`. */
  showable?: boolean;
}

/** A field for a password. It says when Caps Lock is on, the usual reason why a password is wrong. */
export function PasswordField(props: PasswordFieldProps): ReactNode {
  const [shown, setShown] = useState(false);
  const [caps, setCaps] = useState(false);
  return (
    <SpaceBetween size="xs">
      <div onKeyUp={(event) => setCaps(event.getModifierState("CapsLock"))}>
        <FormField label={props.label} description={props.description} errorText={props.errorText} warningText={caps ? "Caps Lock is on." : undefined}>
          <Input
            type={shown ? "text" : "password"}
            value={props.value}
            autoComplete={props.autoComplete}
            autoFocus={props.autoFocus}
            disableBrowserAutocorrect
            spellcheck={false}
            onChange={({ detail }) => props.onChange(detail.value)}
          />
        </FormField>
      </div>
      {props.showable === true && (
        <Checkbox checked={shown} onChange={({ detail }) => setShown(detail.checked)}>
          Show Password
        </Checkbox>
      )}
    </SpaceBetween>
  );
}
