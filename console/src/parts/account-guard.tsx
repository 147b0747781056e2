import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import { type ReactNode, useState } from "react";
import { useAccountLook } from "../data/account-look";
import { useSession } from "../session/session";
import { accountCalled } from "../session/words";

export interface AccountGuard {
  /** Asks for the account's name; nothing where that is not asked for. */
  field: ReactNode;
  /** The name is not asked for, or stands in the field. */
  ready: boolean;
}

/** In a protected account, whoever takes something away types the name of the account first. */
export function useAccountGuard(asks: boolean): AccountGuard {
  const session = useSession();
  const look = useAccountLook();
  const [typed, setTyped] = useState("");
  const wanted = accountCalled(session);
  if (!asks || !look) return { field: null, ready: true };
  // Not known yet: the button waits for the answer.
  if (look.isProtected !== true) return { field: null, ready: look.isProtected === false };
  return {
    field: (
      <FormField label={<>This account is protected. To confirm, type its name, “{wanted}”.</>} stretch>
        <Input value={typed} placeholder={wanted} onChange={({ detail }) => setTyped(detail.value)} />
      </FormField>
    ),
    ready: typed === wanted,
  };
}
