import { DeleteAccountPasswordPolicyCommand, type PasswordPolicy, UpdateAccountPasswordPolicyCommand } from "@aws-sdk/client-iam";
import Button from "@cloudscape-design/components/button";
import Checkbox from "@cloudscape-design/components/checkbox";
import Container from "@cloudscape-design/components/container";
import FormField from "@cloudscape-design/components/form-field";
import Header from "@cloudscape-design/components/header";
import Input from "@cloudscape-design/components/input";
import RadioGroup from "@cloudscape-design/components/radio-group";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { type ReactNode, useState } from "react";
import { useFlash } from "../../app/flash";
import { useIam } from "../../aws/iam";
import { passwordRules } from "../../iam/password";
import { usePasswordPolicy } from "../../iam/use-password-policy";
import { Confirm } from "../../parts/confirm";
import { FailureBox } from "../../parts/failure-box";
import { Loaded } from "../../parts/loaded";

/** AWS's bounds: length, days until a password expires, how many old ones are remembered. */
const LENGTH = { least: 6, most: 128 };
const AGE = { least: 1, most: 1095 };
const REUSE = { least: 1, most: 24 };

export function PasswordPolicyBox(): ReactNode {
  const load = usePasswordPolicy();
  const [editing, setEditing] = useState(false);
  return (
    <Container
      header={
        <Header
          variant="h2"
          description="What passwords of the account's IAM users must be like."
          actions={
            !editing && (
              <Button disabled={load.value === undefined} onClick={() => setEditing(true)}>
                Edit
              </Button>
            )
          }
        >
          Password policy
        </Header>
      }
    >
      {load.failure ? (
        <FailureBox failure={load.failure} retry={load.reload} />
      ) : (
        <Loaded load={load}>
          {({ policy }) =>
            editing ? (
              <Edit
                policy={policy}
                close={() => {
                  setEditing(false);
                  load.reload();
                }}
              />
            ) : (
              <Shown policy={policy} />
            )
          }
        </Loaded>
      )}
    </Container>
  );
}

function Shown({ policy }: { policy: PasswordPolicy | undefined }): ReactNode {
  const lines = [...passwordRules(policy)];
  if (policy?.MaxPasswordAge) lines.push(`Expires after ${policy.MaxPasswordAge} days${policy.HardExpiry ? "; an administrator resets it" : ""}`);
  else lines.push("Never expires");
  if (policy?.PasswordReusePrevention) lines.push(`Not one of the last ${policy.PasswordReusePrevention}`);
  if (policy?.AllowUsersToChangePassword) lines.push("Users may change their own");
  return (
    <>
      <div>This account uses {policy ? "a custom password policy" : "the IAM default"}:</div>
      <ul>
        {lines.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </>
  );
}

function bounded(text: string, { least, most }: { least: number; most: number }): number | undefined {
  const value = Number(text);
  return /^\d+$/.test(text) && value >= least && value <= most ? value : undefined;
}

function Edit({ policy, close }: { policy: PasswordPolicy | undefined; close: () => void }): ReactNode {
  const iam = useIam();
  const flash = useFlash();
  const [custom, setCustom] = useState(policy !== undefined);
  const [length, setLength] = useState(String(policy?.MinimumPasswordLength ?? 8));
  const [kinds, setKinds] = useState({
    RequireUppercaseCharacters: policy?.RequireUppercaseCharacters ?? false,
    RequireLowercaseCharacters: policy?.RequireLowercaseCharacters ?? false,
    RequireNumbers: policy?.RequireNumbers ?? false,
    RequireSymbols: policy?.RequireSymbols ?? false,
  });
  const [age, setAge] = useState({ on: (policy?.MaxPasswordAge ?? 0) > 0, days: String(policy?.MaxPasswordAge ?? 90) });
  const [hard, setHard] = useState(policy?.HardExpiry ?? false);
  const [own, setOwn] = useState(policy?.AllowUsersToChangePassword ?? true);
  const [reuse, setReuse] = useState({ on: (policy?.PasswordReusePrevention ?? 0) > 0, count: String(policy?.PasswordReusePrevention ?? 5) });
  const [asking, setAsking] = useState(false);
  const lengthValue = bounded(length, LENGTH);
  const ageValue = bounded(age.days, AGE);
  const reuseValue = bounded(reuse.count, REUSE);
  const valid = !custom || (lengthValue !== undefined && (!age.on || ageValue !== undefined) && (!reuse.on || reuseValue !== undefined));
  const tick = (key: keyof typeof kinds, label: string): ReactNode => (
    <Checkbox checked={kinds[key]} onChange={({ detail }) => setKinds({ ...kinds, [key]: detail.checked })}>
      {label}
    </Checkbox>
  );
  return (
    <SpaceBetween size="l">
      <RadioGroup
        ariaLabel="Password policy"
        value={custom ? "custom" : "default"}
        items={[
          { value: "default", label: "IAM default", description: "8 characters, three of four kinds, never expires." },
          { value: "custom", label: "Custom", description: "Your own rules." },
        ]}
        onChange={({ detail }) => setCustom(detail.value === "custom")}
      />
      {custom && (
        <>
          <FormField label="Password minimum length" constraintText={`${LENGTH.least} to ${LENGTH.most} characters.`} errorText={lengthValue === undefined ? `Enter a number from ${LENGTH.least} to ${LENGTH.most}.` : undefined}>
            <Input value={length} inputMode="numeric" onChange={({ detail }) => setLength(detail.value)} />
          </FormField>
          <FormField label="Password strength">
            {tick("RequireUppercaseCharacters", "Require at least one uppercase letter from the Latin alphabet (A-Z)")}
            {tick("RequireLowercaseCharacters", "Require at least one lowercase letter from the Latin alphabet (a-z)")}
            {tick("RequireNumbers", "Require at least one number")}
            {tick("RequireSymbols", "Require at least one nonalphanumeric character")}
          </FormField>
          <FormField label="Other requirements">
            <SpaceBetween size="xs">
              <Checkbox checked={age.on} onChange={({ detail }) => setAge({ ...age, on: detail.checked })}>
                Turn on password expiration
              </Checkbox>
              {age.on && (
                <>
                  <FormField label="Days until a password expires" errorText={ageValue === undefined ? `Enter a number from ${AGE.least} to ${AGE.most}.` : undefined}>
                    <Input value={age.days} inputMode="numeric" onChange={({ detail }) => setAge({ ...age, days: detail.value })} />
                  </FormField>
                  <Checkbox checked={hard} onChange={({ detail }) => setHard(detail.checked)}>
                    Password expiration requires administrator reset
                  </Checkbox>
                </>
              )}
              <Checkbox checked={own} onChange={({ detail }) => setOwn(detail.checked)}>
                Allow users to change their own password
              </Checkbox>
              <Checkbox checked={reuse.on} onChange={({ detail }) => setReuse({ ...reuse, on: detail.checked })}>
                Prevent password reuse
              </Checkbox>
              {reuse.on && (
                <FormField label="Passwords to remember" errorText={reuseValue === undefined ? `Enter a number from ${REUSE.least} to ${REUSE.most}.` : undefined}>
                  <Input value={reuse.count} inputMode="numeric" onChange={({ detail }) => setReuse({ ...reuse, count: detail.value })} />
                </FormField>
              )}
            </SpaceBetween>
          </FormField>
        </>
      )}
      <div className="actions">
        <Button variant="link" onClick={close}>
          Cancel
        </Button>
        <Button variant="primary" disabled={!valid} onClick={() => setAsking(true)}>
          Save changes
        </Button>
      </div>
      {asking && (
        <Confirm
          title={custom ? "Set a custom password policy?" : "Set the default password policy?"}
          harmless
          button={custom ? "Set custom" : "Set default"}
          onCancel={() => setAsking(false)}
          work={async () => {
            if (!custom) {
              if (policy) await iam.send(new DeleteAccountPasswordPolicyCommand({}));
              return;
            }
            await iam.send(
              new UpdateAccountPasswordPolicyCommand({
                ...kinds,
                MinimumPasswordLength: lengthValue,
                AllowUsersToChangePassword: own,
                ...(age.on && { MaxPasswordAge: ageValue, HardExpiry: hard }),
                ...(reuse.on && { PasswordReusePrevention: reuseValue }),
              }),
            );
          }}
          onDone={() => {
            flash({ type: "success", text: "Password policy of the account saved." });
            close();
          }}
        >
          It holds for passwords that are set from now on. An expiry holds for all at once.
        </Confirm>
      )}
    </SpaceBetween>
  );
}
