import {
  type Account,
  ListAccountsForParentCommand,
  ListOrganizationalUnitsForParentCommand,
  ListRootsCommand,
  type OrganizationsClient,
  type PolicyTypeSummary,
} from "@aws-sdk/client-organizations";
import { everyItem } from "../../iam/holder";

export interface Node {
  kind: "root" | "ou" | "account";
  id: string;
  name: string;
  arn: string;
  parent: string | undefined;
  account?: Account;
  /** Policy types that are enabled: of a root only. */
  policyTypes?: PolicyTypeSummary[];
}

/** A management account's organization has at most this many OUs (AWS's quota); the walk ends there. */
const MOST_UNITS = 2_000;

/** Everything in the organization, parents before children. */
export async function loadTree(client: OrganizationsClient): Promise<Node[]> {
  const roots = await everyItem(async (NextToken) => {
    const answer = await client.send(new ListRootsCommand({ NextToken }));
    return { items: answer.Roots ?? [], next: answer.NextToken };
  });
  const nodes: Node[] = roots.map((root) => ({ kind: "root", id: root.Id ?? "", name: root.Name ?? "Root", arn: root.Arn ?? "", parent: undefined, policyTypes: root.PolicyTypes }));
  let level = nodes.slice();
  let units = 0;
  while (level.length > 0 && units < MOST_UNITS) {
    const children = await Promise.all(level.map((parent) => childrenOf(client, parent.id)));
    const found = children.flat();
    nodes.push(...found);
    level = found.filter((node) => node.kind === "ou");
    units += level.length;
  }
  return nodes;
}

async function childrenOf(client: OrganizationsClient, ParentId: string): Promise<Node[]> {
  const [units, accounts] = await Promise.all([
    everyItem(async (NextToken) => {
      const answer = await client.send(new ListOrganizationalUnitsForParentCommand({ ParentId, NextToken }));
      return { items: answer.OrganizationalUnits ?? [], next: answer.NextToken };
    }),
    everyItem(async (NextToken) => {
      const answer = await client.send(new ListAccountsForParentCommand({ ParentId, NextToken }));
      return { items: answer.Accounts ?? [], next: answer.NextToken };
    }),
  ]);
  return [
    ...units.map((unit): Node => ({ kind: "ou", id: unit.Id ?? "", name: unit.Name ?? "", arn: unit.Arn ?? "", parent: ParentId })),
    ...accounts.map((account): Node => ({ kind: "account", id: account.Id ?? "", name: account.Name ?? "", arn: account.Arn ?? "", parent: ParentId, account })),
  ];
}

/** The nodes above one, nearest first. */
export function ancestors(nodes: readonly Node[], id: string): Node[] {
  const found: Node[] = [];
  let parent = nodes.find((node) => node.id === id)?.parent;
  while (parent !== undefined && found.length < nodes.length) {
    const above = nodes.find((node) => node.id === parent);
    if (!above) break;
    found.push(above);
    parent = above.parent;
  }
  return found;
}

export function targetPage(id: string): string {
  return `organizations/accounts/${encodeURIComponent(id)}`;
}
