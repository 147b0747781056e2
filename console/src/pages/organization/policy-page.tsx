import { DescribePolicyCommand, ListTagsForResourceCommand, ListTargetsForPolicyCommand, type Policy, type PolicyTargetSummary, TagResourceCommand, UntagResourceCommand, UpdatePolicyCommand } from "@aws-sdk/client-organizations";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import KeyValuePairs from "@cloudscape-design/components/key-value-pairs";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { type ReactNode, useState } from "react";
import { useParams } from "react-router";
import { useFlash } from "../../app/flash";
import { useOrganizations } from "../../aws/organizations";
import { useAction } from "../../data/use-action";
import { useAll } from "../../data/use-all";
import { type Load, useLoad } from "../../data/use-load";
import { Copy } from "../../parts/copy";
import { CopyAs } from "../../parts/copy-as";
import { DataTable, Empty } from "../../parts/data-table";
import { FailureBox } from "../../parts/failure-box";
import { Page } from "../../parts/page";
import { PageLink } from "../../parts/page-link";
import { PageTabs } from "../../parts/page-tabs";
import { jsonError, PolicyEditor } from "../../parts/policy-editor";
import { PolicyText } from "../../parts/policy-text";
import { whole } from "../../parts/tag-rules";
import { TagsTab } from "../../parts/tags-tab";
import { useDraft } from "../../parts/use-draft";
import { editable } from "../../visual/editable";
import { orgPolicyRecipe } from "./copy-as";
import { typeOf, type TypeWords } from "./policy-types";
import { targetPage } from "./tree";

export default function OrgPolicyPage(): ReactNode {
  const { type, policy: id = "" } = useParams();
  const words = typeOf(type);
  const client = useOrganizations();
  const load = useLoad<Partial<Policy>>(`org-policy:${id}`, async () => (await client.send(new DescribePolicyCommand({ PolicyId: id }))).Policy ?? {});
  const tags = useAll(`org-tags:${id}`, async (NextToken) => {
    const answer = await client.send(new ListTagsForResourceCommand({ ResourceId: id, NextToken }));
    return { items: whole(answer.Tags), next: answer.NextToken };
  });
  if (!words) return null;
  const summary = load.value?.PolicySummary;
  return (
    <Page title={summary?.Name ?? id} crumbs={[{ text: "Policies", page: "organizations/policies" }, { text: words.title, page: `organizations/policies/${words.slug}` }]} description={summary?.Description} actions={<CopyAs recipe={summary === undefined || tags.loading || tags.failure ? undefined : orgPolicyRecipe({ name: summary.Name ?? "", description: summary.Description ?? "", type: summary.Type ?? words.type, content: load.value?.Content ?? "", tags: tags.items })} />}>
      <FailureBox failure={load.failure} retry={load.reload} />
      <Container header={<Header variant="h2">Policy details</Header>}>
        <KeyValuePairs
          columns={3}
          items={[
            { label: "Kind", value: summary?.AwsManaged === true ? "AWS managed" : "Customer managed" },
            { label: "ID", value: <Copy text={id} of="ID" /> },
            { label: "ARN", value: summary?.Arn === undefined ? "-" : <Copy text={summary.Arn} of="ARN" /> },
          ]}
        />
      </Container>
      <PageTabs
        tabs={[
          { id: "content", label: "Content", content: () => <Content load={load} id={id} words={words} /> },
          { id: "targets", label: "Targets", content: () => <Targets id={id} /> },
          ...(summary?.AwsManaged === true
            ? []
            : [
                {
                  id: "tags",
                  label: tags.failure || tags.loading ? "Tags" : `Tags (${tags.items.length})`,
                  content: () => (
                    <TagsTab
                      of={`Policy ${summary?.Name ?? id}`}
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
              ]),
        ]}
      />
    </Page>
  );
}

function Content({ load, id, words }: { load: Load<Partial<Policy>>; id: string; words: TypeWords }): ReactNode {
  const { value } = load;
  // A new content is a new editor: what it replaced is no draft of it.
  return value && <ContentEditor key={value.Content} policy={value} id={id} words={words} reload={load.reload} />;
}

function ContentEditor({ policy, id, words, reload }: { policy: Partial<Policy>; id: string; words: TypeWords; reload: () => void }): ReactNode {
  const client = useOrganizations();
  const flash = useFlash();
  const action = useAction();
  const content = policy.Content ?? "";
  const draft = useDraft({ text: editable(content) });
  const [editing, setEditing] = useState(draft.restored);
  const { text } = draft.value;
  const save = (): void =>
    action.run(async () => {
      await client.send(new UpdatePolicyCommand({ PolicyId: id, Content: text }));
      draft.done();
      setEditing(false);
      reload();
      flash({ type: "success", text: `Policy ${policy.PolicySummary?.Name ?? id} saved.` });
    });
  const cancel = (): void => {
    draft.set({ text: editable(content) });
    setEditing(false);
  };
  return (
    <Container
      header={
        <Header variant="h2" actions={policy.PolicySummary?.AwsManaged !== true && !editing && <Button onClick={() => setEditing(true)}>Edit policy</Button>}>
          Content
        </Header>
      }
    >
      {!editing ? (
        <PolicyText document={content} label="Policy content" />
      ) : (
        <SpaceBetween size="m">
          {draft.notice}
          <FailureBox failure={action.failure} />
          <PolicyEditor kind={words.kind} value={text} onChange={(changed) => draft.set({ text: changed })} />
          <div className="actions">
            <Button variant="link" onClick={cancel}>
              Cancel
            </Button>
            <Button variant="primary" loading={action.busy} disabled={jsonError(text) !== undefined} onClick={save}>
              Save changes
            </Button>
          </div>
        </SpaceBetween>
      )}
    </Container>
  );
}

function Targets({ id }: { id: string }): ReactNode {
  const client = useOrganizations();
  const targets = useAll(`targets:${id}`, async (NextToken) => {
    const answer = await client.send(new ListTargetsForPolicyCommand({ PolicyId: id, NextToken }));
    return { items: answer.Targets ?? [], next: answer.NextToken };
  });
  return (
    <DataTable<PolicyTargetSummary>
      noun="targets"
      title="Targets"
      variant="container"
      description="Open a target to attach or detach the policy there."
      items={targets.items}
      loading={targets.loading}
      failure={targets.failure}
      retry={targets.reload}
      id={(target) => target.TargetId ?? ""}
      rowName={(target) => target.Name ?? ""}
      columns={[
        { id: "name", header: "Name", text: (target) => target.Name, cell: (target) => <PageLink page={`${targetPage(target.TargetId ?? "")}?tab=policies`}>{target.Name}</PageLink> },
        { id: "type", header: "Type", text: (target) => target.Type, cell: (target) => (target.Type === "ACCOUNT" ? "Account" : target.Type === "ROOT" ? "Root" : "Organizational unit") },
        { id: "id", header: "ID", text: (target) => target.TargetId, cell: (target) => target.TargetId },
      ]}
      empty={<Empty title="No targets" reason="The policy is attached nowhere and limits nothing." />}
    />
  );
}
