import { AttachPolicyCommand, DetachPolicyCommand, ListPoliciesCommand, ListPoliciesForTargetCommand, type OrganizationsClient, type PolicySummary } from "@aws-sdk/client-organizations";
import Button from "@cloudscape-design/components/button";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { type ReactNode, useState } from "react";
import { useFlash } from "../../app/flash";
import { useOrganizations } from "../../aws/organizations";
import { useAction } from "../../data/use-action";
import { useAll } from "../../data/use-all";
import { everyItem } from "../../iam/holder";
import { Confirm } from "../../parts/confirm";
import { DataTable, Empty } from "../../parts/data-table";
import { Dialog } from "../../parts/dialog";
import { FailureBox } from "../../parts/failure-box";
import { PageLink } from "../../parts/page-link";
import { orgPolicyPage, POLICY_TYPES, type TypeWords } from "./policy-types";
import { type Node, targetPage } from "./tree";

interface Row {
  policy: PolicySummary;
  /** Where it is attached: the target itself, or what is above it. */
  from: Node | undefined;
}

/** What is attached to a target itself. */
export function policiesOf(client: OrganizationsClient, TargetId: string, words: TypeWords): Promise<PolicySummary[]> {
  return everyItem(async (NextToken) => {
    const answer = await client.send(new ListPoliciesForTargetCommand({ TargetId, Filter: words.type, NextToken }));
    return { items: answer.Policies ?? [], next: answer.NextToken };
  });
}

/** Policies that limit a target: its own, and those it inherits. */
export function TargetPolicies({ id, above }: { id: string; above: readonly Node[] }): ReactNode {
  return POLICY_TYPES.map((words) => <TypeTable key={words.type} id={id} above={above} words={words} />);
}

function TypeTable({ id, above, words }: { id: string; above: readonly Node[]; words: TypeWords }): ReactNode {
  const client = useOrganizations();
  const flash = useFlash();
  const [chosen, setChosen] = useState<Row[]>([]);
  const [dialog, setDialog] = useState<"attach" | "detach">();
  const rows = useAll<Row>(`policies:${words.type}:${id}:${above.map((node) => node.id).join(",")}`, async () => {
    const own = await policiesOf(client, id, words);
    const inherited = await Promise.all(above.map(async (from) => (await policiesOf(client, from.id, words)).map((policy) => ({ policy, from }))));
    return { items: [...own.map((policy) => ({ policy, from: undefined })), ...inherited.flat()], next: undefined };
  });
  const policy = chosen[0]?.policy;
  const done = (text: string): void => {
    setDialog(undefined);
    setChosen([]);
    rows.reload();
    flash({ type: "success", text });
  };
  return (
    <>
      <DataTable<Row>
        noun={words.title.toLowerCase()}
        title={words.title}
        variant="container"
        plain
        pageSize={100}
        description={`${words.says} Every level on the way from the root must allow.`}
        items={rows.items}
        loading={rows.loading}
        failure={rows.failure}
        retry={rows.reload}
        id={(row) => `${row.from?.id ?? ""} ${row.policy.Id ?? ""}`}
        rowName={(row) => row.policy.Name ?? ""}
        selection="single"
        selected={chosen}
        onSelect={setChosen}
        disabled={(row) => row.from !== undefined}
        actions={
          <>
            <Button disabled={!policy} onClick={() => setDialog("detach")}>
              Detach
            </Button>
            <Button onClick={() => setDialog("attach")}>Attach</Button>
          </>
        }
        columns={[
          { id: "name", header: "Name", cell: (row) => <PageLink page={orgPolicyPage(words.slug, row.policy.Id ?? "")}><span className="long-name">{row.policy.Name}</span></PageLink> },
          { id: "kind", header: "Kind", cell: (row) => (row.policy.AwsManaged === true ? "AWS managed" : "Customer managed") },
          { id: "from", header: "Attached to", cell: (row) => (row.from ? <>Inherited from <PageLink page={targetPage(row.from.id)}>{row.from.name}</PageLink></> : "Directly") },
        ]}
        empty={<Empty title={`No ${words.title.toLowerCase()}`} reason="Nothing of this type limits this place." />}
      />
      {dialog === "attach" && <Attach id={id} words={words} attached={new Set(rows.items.flatMap((row) => (row.from ? [] : [row.policy.Id ?? ""])))} close={() => setDialog(undefined)} done={(attached) => done(`Policy ${attached} attached.`)} />}
      {dialog === "detach" && policy && (
        <Confirm
          title={`Detach ${policy.Name ?? ""}?`}
          button="Detach"
          onCancel={() => setDialog(undefined)}
          work={async () => {
            await client.send(new DetachPolicyCommand({ PolicyId: policy.Id, TargetId: id }));
          }}
          onDone={() => done(`Policy ${policy.Name ?? ""} detached.`)}
        >
          It takes effect at once for every account below.
        </Confirm>
      )}
    </>
  );
}

function Attach({ id, words, attached, close, done }: { id: string; words: TypeWords; attached: ReadonlySet<string>; close: () => void; done: (policy: string) => void }): ReactNode {
  const client = useOrganizations();
  const [chosen, setChosen] = useState<PolicySummary[]>([]);
  const action = useAction();
  const policies = useAll(`org-policies:${words.type}`, async (NextToken) => {
    const answer = await client.send(new ListPoliciesCommand({ Filter: words.type, NextToken }));
    return { items: answer.Policies ?? [], next: answer.NextToken };
  });
  const policy = chosen[0];
  const submit = (): void =>
    action.run(async () => {
      await client.send(new AttachPolicyCommand({ PolicyId: policy?.Id, TargetId: id }));
      done(policy?.Name ?? "");
    });
  return (
    <Dialog large title={`Attach a ${words.one}`} button="Attach policy" disabled={!policy} busy={action.busy} onSubmit={submit} onCancel={close}>
      <SpaceBetween size="m">
        <FailureBox failure={action.failure} />
        <DataTable<PolicySummary>
          noun="policies to attach"
          title="Policies"
          variant="embedded"
          headingLevel="h3"
          items={policies.items.filter((one) => !attached.has(one.Id ?? ""))}
          loading={policies.loading}
          failure={policies.failure}
          retry={policies.reload}
          id={(one) => one.Id ?? ""}
          rowName={(one) => one.Name ?? ""}
          selection="single"
          selected={chosen}
          onSelect={setChosen}
          columns={[
            { id: "name", header: "Name", text: (one) => one.Name, cell: (one) => <span className="long-name">{one.Name}</span> },
            { id: "description", header: "Description", text: (one) => one.Description, cell: (one) => one.Description ?? "-" },
          ]}
          empty={<Empty title="No policies" reason="None is left to attach." />}
        />
      </SpaceBetween>
    </Dialog>
  );
}
