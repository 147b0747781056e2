import { useSession } from "../../../session/session";

/** Where the users of an account sign in. */
export function useSignInUrl(): string {
  const { accountAlias, accountId } = useSession();
  return `${location.origin}/sign-in?account=${encodeURIComponent(accountAlias ?? accountId)}`;
}
