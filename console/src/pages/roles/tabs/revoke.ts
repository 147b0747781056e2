/** The name that AWS's console gives the policy, so that either console finds it. */
export const REVOKE_POLICY = "AWSRevokeOlderSessions";

/** Clocks of servers differ a little: AWS's console revokes sessions that begin within the next 30 seconds too. */
const MARGIN_MS = 30_000;

/** Denies everything to sessions that were issued before this moment. */
export function revokeDocument(now: Date): string {
  return JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Deny",
        Action: ["*"],
        Resource: ["*"],
        Condition: { DateLessThan: { "aws:TokenIssueTime": new Date(now.getTime() + MARGIN_MS).toISOString() } },
      },
    ],
  });
}
