import { createContext, type ReactNode, useContext, useMemo } from "react";
import { accountProtection } from "../aws/rolecall";
import { getAccountCustomizations } from "../aws/uxc";
import type { AccountColor } from "../session/account-colors";
import { useSession } from "../session/session";
import { type Load, useLoad } from "./use-load";

/** How the account of this tab is marked, for people who must not take it for another one. */
export interface AccountLook {
  color: Load<{ id: AccountColor }>;
  protection: Load<{ on: boolean }>;
  /** Whether the console asks before something is taken away; `undefined` until it is known. */
  isProtected: boolean | undefined;
  reload: () => void;
}

const LookContext = createContext<AccountLook | undefined>(undefined);

export function AccountLookProvider({ children }: { children: ReactNode }): ReactNode {
  const { id, accountProtected } = useSession();
  const color = useLoad("account-color", async () => ({ id: (await getAccountCustomizations(id)).accountColor ?? "none" }));
  const protection = useLoad("account-protection", async () => ({ on: (await accountProtection(id)).Protected }));
  const look = useMemo(
    () => ({
      color,
      protection,
      isProtected: protection.value?.on ?? (protection.failure ? accountProtected === true : undefined),
      reload: () => {
        color.reload();
        protection.reload();
      },
    }),
    [color, protection, accountProtected],
  );
  return <LookContext value={look}>{children}</LookContext>;
}

/** Nothing where no session is: before the sign-in no account is shown. */
export function useAccountLook(): AccountLook | undefined {
  return useContext(LookContext);
}
