import { CreateAccountAliasCommand, DeleteAccountAliasCommand } from "@aws-sdk/client-iam";
import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { type ReactNode, useState } from "react";
import { useFlash } from "../../app/flash";
import { useIam } from "../../aws/iam";
import { Confirm } from "../../parts/confirm";

const ALIAS = /^[a-z\d](([a-z\d]|-(?!-))*[a-z\d])?$/;

/** AWS's bounds of an alias's length. */
const SHORTEST = 3;
const LONGEST = 63;

export function AliasDialog({ current, close }: { current: string | undefined; close: () => void }): ReactNode {
  const iam = useIam();
  const flash = useFlash();
  const [alias, setAlias] = useState(current ?? "");
  const valid = ALIAS.test(alias) && alias.length >= SHORTEST && alias.length <= LONGEST && !/^\d{12}$/.test(alias);
  return (
    <Confirm
      title={current === undefined ? "Create alias" : "Edit alias"}
      harmless
      button={current === undefined ? "Create alias" : "Save changes"}
      disabled={!valid || alias === current}
      onCancel={close}
      work={async () => {
        await iam.send(new CreateAccountAliasCommand({ AccountAlias: alias }));
      }}
      onDone={() => {
        flash({ type: "success", text: `Account alias ${alias} saved.` });
        close();
      }}
    >
      <SpaceBetween size="m">
        <FormField
          label="Preferred alias"
          constraintText={`${SHORTEST} to ${LONGEST} lower case letters, digits and hyphens.`}
          errorText={alias !== "" && !valid ? "Not a valid alias." : undefined}
        >
          <Input value={alias} autoFocus onChange={({ detail }) => setAlias(detail.value.trim())} />
        </FormField>
        <div className="long-name">
          New sign-in URL: {location.origin}/sign-in?account={alias}
        </div>
        {current !== undefined && <div>The URL with {current} stops working at once. The one with the account ID goes on.</div>}
      </SpaceBetween>
    </Confirm>
  );
}

export function DeleteAlias({ current, close }: { current: string; close: () => void }): ReactNode {
  const iam = useIam();
  const flash = useFlash();
  return (
    <Confirm
      title={`Delete account alias ${current}?`}
      button="Delete"
      onCancel={close}
      work={async () => {
        await iam.send(new DeleteAccountAliasCommand({ AccountAlias: current }));
      }}
      onDone={() => {
        flash({ type: "success", text: `Account alias ${current} deleted.` });
        close();
      }}
    >
      Users of this account then sign in with its ID. Links with the alias stop working.
    </Confirm>
  );
}
