import { DeletePolicyCommand, ListPoliciesCommand, type PolicySummary } from "@aws-sdk/client-organizations";
import Button from "@cloudscape-design/components/button";
import { type ReactNode, useState } from "react";
import { useParams } from "react-router";
import { useFlash } from "../../app/flash";
import { useOrganizations } from "../../aws/organizations";
import { useAll } from "../../data/use-all";
import { Confirm, Consequence } from "../../parts/confirm";
import { Empty } from "../../parts/data-table";
import { GoButton } from "../../parts/go-button";
import { ListPage } from "../../parts/list-page";
import { PageLink } from "../../parts/page-link";
import { orgPolicyPage, POLICY_TYPES, typeOf } from "./policy-types";

export default function OrgPoliciesPage(): ReactNode {
  const { type } = useParams();
  const words = typeOf(type) ?? POLICY_TYPES[0];
  const client = useOrganizations();
  const flash = useFlash();
  const [chosen, setChosen] = useState<PolicySummary[]>([]);
  const [deleting, setDeleting] = useState(false);
  const policies = useAll(words && `org-policies:${words.type}`, async (NextToken) => {
    const answer = await client.send(new ListPoliciesCommand({ Filter: words?.type, NextToken }));
    return { items: answer.Policies ?? [], next: answer.NextToken };
  });
  if (!words) return null;
  const policy = chosen[0];
  const create = (
    <GoButton page={`organizations/policies/${words.slug}/create`} variant="primary">
      Create policy
    </GoButton>
  );
  return (
    <>
      <ListPage<PolicySummary>
        noun={`${words.title.toLowerCase()} of the organization`}
        title={words.title}
        crumbs={[{ text: "Policies", page: "organizations/policies" }]}
        items={policies.items}
        loading={policies.loading}
        failure={policies.failure}
        retry={policies.reload}
        id={(one) => one.Id ?? ""}
        rowName={(one) => one.Name ?? ""}
        selection="single"
        selected={chosen}
        onSelect={setChosen}
        actions={
          <>
            <Button disabled={!policy || policy.AwsManaged === true} onClick={() => setDeleting(true)}>
              Delete
            </Button>
            {create}
          </>
        }
        columns={[
          { id: "name", header: "Name", text: (one) => one.Name, cell: (one) => <PageLink page={orgPolicyPage(words.slug, one.Id ?? "")}><span className="long-name">{one.Name}</span></PageLink> },
          { id: "kind", header: "Kind", text: (one) => String(one.AwsManaged), cell: (one) => (one.AwsManaged === true ? "AWS managed" : "Customer managed") },
          { id: "description", header: "Description", text: (one) => one.Description, cell: (one) => one.Description ?? "-" },
        ]}
        empty={<Empty title="No policies" reason="Enable this policy type first, if it is disabled." action={create} />}
      />
      {deleting && policy && (
        <Confirm
          title={`Delete ${policy.Name ?? ""}?`}
          type={policy.Name}
          button="Delete"
          onCancel={() => setDeleting(false)}
          work={async () => {
            await client.send(new DeletePolicyCommand({ PolicyId: policy.Id }));
          }}
          onDone={() => {
            setDeleting(false);
            setChosen([]);
            policies.reload();
            flash({ type: "success", text: `Policy ${policy.Name ?? ""} deleted.` });
          }}
        >
          <Consequence>Only a policy that is attached nowhere can be deleted.</Consequence>
        </Confirm>
      )}
    </>
  );
}
