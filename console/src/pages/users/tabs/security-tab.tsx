import type { User } from "@aws-sdk/client-iam";
import type { ReactNode } from "react";
import { AccessKeysBox } from "../credentials/access-keys-box";
import { ConsoleBox } from "../credentials/console-box";
import { MfaBox } from "../credentials/mfa-box";

export function SecurityTab({ userName, user }: { userName: string; user: Partial<User> | undefined }): ReactNode {
  return (
    <>
      <ConsoleBox userName={userName} lastSignIn={user?.PasswordLastUsed} />
      <MfaBox userName={userName} />
      <AccessKeysBox userName={userName} />
    </>
  );
}
