import RadioGroup from "@cloudscape-design/components/radio-group";
import { type ReactNode, useState } from "react";
import { putAccountProtection } from "../../aws/rolecall";
import { updateAccountCustomizations } from "../../aws/uxc";
import { AccountColorWords } from "../../parts/account-color-words";
import { Confirm } from "../../parts/confirm";
import { ACCOUNT_COLORS, type AccountColor } from "../../session/account-colors";
import { useSession } from "../../session/session";

export function ColorDialog({ current, close, done }: { current: AccountColor; close: () => void; done: () => void }): ReactNode {
  const { id } = useSession();
  const [chosen, setChosen] = useState<AccountColor>(current);
  const ids: readonly AccountColor[] = ["none", ...ACCOUNT_COLORS.map((color) => color.id)];
  return (
    <Confirm
      title="Account display settings"
      button="Update"
      harmless
      disabled={chosen === current}
      onCancel={close}
      work={async () => {
        await updateAccountCustomizations(id, { accountColor: chosen });
      }}
      onDone={done}
    >
      <RadioGroup
        ariaLabel="Account color"
        value={chosen}
        items={ids.map((color) => ({ value: color, label: color === "none" ? "None" : <AccountColorWords id={color} /> }))}
        onChange={({ detail }) => setChosen(ids.find((color) => color === detail.value) ?? "none")}
      />
    </Confirm>
  );
}

export function ProtectionDialog({ account, to, close, done }: { account: string; to: boolean; close: () => void; done: () => void }): ReactNode {
  const { id } = useSession();
  return (
    <Confirm
      title={to ? `Protect account ${account}?` : `Remove protection of account ${account}?`}
      button={to ? "Protect account" : "Remove protection"}
      harmless={to}
      onCancel={close}
      work={async () => {
        await putAccountProtection(id, to);
      }}
      onDone={done}
    >
      {to ? "Everybody who deletes, detaches or revokes something in this account types the account's name first." : "From then on nobody is asked for the account's name."}
    </Confirm>
  );
}
