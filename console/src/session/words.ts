import type { Session } from "./api";

/** How AWS's console groups the digits of an account id: 1111-2222-3333. */
export function dashed(accountId: string): string {
  return accountId.replace(/^(\d{4})(\d{4})(\d{4})$/, "$1-$2-$3");
}

/** The first line of the account button. */
export function accountWords(session: Session): string {
  const accountName = session.accountName ?? session.accountAlias;
  return accountName === undefined ? `Account ID: ${dashed(session.accountId)}` : `${accountName} (${dashed(session.accountId)})`;
}

/** What an account is called where its name is asked for. */
export function accountCalled(session: Session): string {
  return session.accountName ?? session.accountAlias ?? session.accountId;
}

/** Who acts: the second line of the account button. */
export function identityWords(session: Session): string {
  switch (session.kind) {
    case "root":
      return "Root user";
    case "iamUser":
      return session.userName ?? "IAM user";
    case "role":
      return session.displayName ?? `${session.roleName ?? "role"} @ ${session.accountAlias ?? session.accountId}`;
    case "federated":
      return session.sessionName ?? session.userName ?? "Federated user";
  }
}

const MINUTE = 60_000;

/** "11 h 42 min", or "4 min", or "ended". */
export function timeLeft(expiresAt: string, now: number): string {
  const minutes = Math.floor((Date.parse(expiresAt) - now) / MINUTE);
  if (Number.isNaN(minutes)) return "";
  if (minutes < 0) return "ended";
  if (minutes === 0) return "less than 1 min";
  const hours = Math.floor(minutes / 60);
  return hours === 0 ? `${minutes} min` : `${hours} h ${minutes % 60} min`;
}
