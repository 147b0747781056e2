import { ListTagsForResourceCommand, TagResourceCommand, UntagResourceCommand } from "@aws-sdk/client-organizations";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import KeyValuePairs from "@cloudscape-design/components/key-value-pairs";
import type { ReactNode } from "react";
import { useParams } from "react-router";
import { useOrganizations } from "../../aws/organizations";
import { useAll } from "../../data/use-all";
import { Copy } from "../../parts/copy";
import { CopyAs } from "../../parts/copy-as";
import { DataTable, Empty } from "../../parts/data-table";
import { FailureBox } from "../../parts/failure-box";
import { Page } from "../../parts/page";
import { PageLink } from "../../parts/page-link";
import { PageTabs } from "../../parts/page-tabs";
import { whole } from "../../parts/tag-rules";
import { TagsTab } from "../../parts/tags-tab";
import { When } from "../../parts/when";
import { useSession } from "../../session/session";
import { switchLink } from "../switch-role/link";
import { AccountState } from "./accounts-page";
import { unitRecipe } from "./copy-as";
import { EffectiveLimits } from "./effective-limits";
import { TargetPolicies } from "./target-policies";
import { ancestors, type Node, targetPage } from "./tree";
import { useTree } from "./use-tree";

const KINDS: Record<Node["kind"], string> = { root: "Root", ou: "Organizational unit", account: "Account" };

/** A root, an organizational unit or an account. */
export default function TargetPage(): ReactNode {
  const { target: id = "" } = useParams();
  const client = useOrganizations();
  const tree = useTree();
  const nodes = tree.value ?? [];
  const node = nodes.find((one) => one.id === id);
  const above = ancestors(nodes, id);
  const tags = useAll(`org-tags:${id}`, async (NextToken) => {
    const answer = await client.send(new ListTagsForResourceCommand({ ResourceId: id, NextToken }));
    return { items: whole(answer.Tags), next: answer.NextToken };
  });
  const children = nodes.filter((one) => one.parent === id);
  return (
    <Page title={node?.name ?? id} crumbs={[{ text: "AWS accounts", page: "organizations" }, ...above.reverse().map((one) => ({ text: one.name, page: targetPage(one.id) }))]}>
      <FailureBox failure={tree.failure} retry={tree.reload} />
      {node && <Details node={node} actions={node.kind === "ou" ? <CopyAs recipe={tags.loading || tags.failure ? undefined : unitRecipe({ name: node.name, parent: node.parent ?? "", tags: tags.items })} /> : undefined} />}
      <PageTabs
        tabs={[
          ...(node?.kind === "account" ? [] : [{ id: "children", label: "Children", content: () => <Children nodes={children} loading={tree.loading} /> }]),
          { id: "policies", label: "Policies", content: () => <TargetPolicies id={id} above={ancestors(nodes, id)} /> },
          ...(node ? [{ id: "limits", label: "Effective limits", content: () => <EffectiveLimits node={node} way={[...ancestors(nodes, id).reverse(), node]} /> }] : []),
          {
            id: "tags",
            label: tags.failure || tags.loading ? "Tags" : `Tags (${tags.items.length})`,
            content: () => (
              <TagsTab
                of={node?.name ?? id}
                tags={tags}
                set={async (Tags) => {
                  await client.send(new TagResourceCommand({ ResourceId: id, Tags }));
                }}
                remove={async (TagKeys) => {
                  await client.send(new UntagResourceCommand({ ResourceId: id, TagKeys }));
                }}
              />
            ),
          },
        ]}
      />
    </Page>
  );
}

function Details({ node, actions }: { node: Node; actions: ReactNode }): ReactNode {
  const session = useSession();
  const account = node.account;
  const link = `${location.origin}${switchLink({ account: node.id, roleName: "OrganizationAccountAccessRole" })}`;
  return (
    <Container header={<Header variant="h2" actions={actions}>{account ? "Account details" : "Details"}</Header>}>
      <KeyValuePairs
        columns={3}
        items={[
          { label: account ? "Account name" : "Name", value: <span className="long-name">{node.name}</span> },
          { label: account ? "Account ID" : "ID", value: <Copy text={node.id} of="ID" /> },
          { label: "ARN", value: <Copy text={node.arn} of="ARN" /> },
          ...(account
            ? [
                { label: "Email", value: <span className="long-name">{account.Email ?? "-"}</span> },
                { label: "State", value: <AccountState state={account.State ?? account.Status} /> },
                { label: "Joined", value: <When time={account.JoinedTimestamp} /> },
                ...(node.id === session.accountId ? [] : [{ label: "Link to switch roles in console", value: <Copy text={link} of="Link to switch roles in console" /> }]),
              ]
            : [{ label: "Type", value: KINDS[node.kind] }]),
        ]}
      />
    </Container>
  );
}

function Children({ nodes, loading }: { nodes: readonly Node[]; loading: boolean }): ReactNode {
  return (
    <DataTable<Node>
      noun="children"
      title="Children"
      variant="container"
      items={nodes}
      loading={loading}
      id={(node) => node.id}
      rowName={(node) => node.name}
      columns={[
        { id: "name", header: "Name", text: (node) => node.name, cell: (node) => <PageLink page={targetPage(node.id)}><span className="long-name">{node.name}</span></PageLink> },
        { id: "kind", header: "Type", text: (node) => KINDS[node.kind], cell: (node) => KINDS[node.kind] },
        { id: "id", header: "ID", text: (node) => node.id, cell: (node) => node.id },
      ]}
      empty={<Empty title="Nothing here" reason="Move accounts or organizational units to this place." />}
    />
  );
}
