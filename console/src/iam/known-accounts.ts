import { ListAccountsCommand } from "@aws-sdk/client-organizations";
import { organizationsOf } from "../aws/organizations";
import type { Part } from "../data/use-all";

/** The accounts of the organization, as principals. Only its management account and delegated administrators may list them. */
export function accounts(session: string): (next: string | undefined) => Promise<Part<string>> {
  return async (NextToken) => {
    const answer = await organizationsOf(session).send(new ListAccountsCommand({ NextToken }));
    return { items: (answer.Accounts ?? []).flatMap(({ Id }) => (Id === undefined ? [] : [`arn:aws:iam::${Id}:root`])), next: answer.NextToken };
  };
}
