import { GetPolicyCommand, GetPolicyVersionCommand, ListPolicyTagsCommand, type Policy, TagPolicyCommand, UntagPolicyCommand } from "@aws-sdk/client-iam";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import KeyValuePairs from "@cloudscape-design/components/key-value-pairs";
import { type ReactNode, useState } from "react";
import { useParams } from "react-router";
import { useFlash } from "../../app/flash";
import { useIam } from "../../aws/iam";
import { useAll } from "../../data/use-all";
import { useLoad } from "../../data/use-load";
import { decodeDocument } from "../../iam/holder";
import { policyRecipe } from "../../iam/copy-as";
import { nextMarker } from "../../iam/markers";
import { nameOf, policyPage, policyType } from "../../iam/policy-type";
import { Copy } from "../../parts/copy";
import { CopyAs } from "../../parts/copy-as";
import { FailureBox } from "../../parts/failure-box";
import { GoButton } from "../../parts/go-button";
import { Loaded } from "../../parts/loaded";
import { Page } from "../../parts/page";
import { PageTabs } from "../../parts/page-tabs";
import { PolicyText } from "../../parts/policy-text";
import { TagsTab } from "../../parts/tags-tab";
import { whole } from "../../parts/tag-rules";
import { When } from "../../parts/when";
import { useGo } from "../../session/session";
import { DeletePolicy } from "./delete-policy";
import { EntitiesTab } from "./entities-tab";
import { VersionsTab } from "./versions-tab";

export default function PolicyPage(): ReactNode {
  const { policy: arn = "" } = useParams();
  const iam = useIam();
  const go = useGo();
  const flash = useFlash();
  const [deleting, setDeleting] = useState(false);
  const own = policyType(arn) === "Customer managed";
  const policy = useLoad<Partial<Policy>>(`policy:${arn}`, async () => (await iam.send(new GetPolicyCommand({ PolicyArn: arn }))).Policy ?? {});
  const version = policy.value?.DefaultVersionId;
  const document = useLoad(version === undefined ? undefined : `policy-version:${arn}:${version}`, async () => {
    const answer = await iam.send(new GetPolicyVersionCommand({ PolicyArn: arn, VersionId: version }));
    return decodeDocument(answer.PolicyVersion?.Document);
  });
  const tags = useAll(own ? `policy-tags:${arn}` : undefined, async (Marker) => {
    const answer = await iam.send(new ListPolicyTagsCommand({ PolicyArn: arn, Marker }));
    return { items: whole(answer.Tags), next: nextMarker(answer) };
  });
  return (
    <Page title={nameOf(arn)} crumbs={[{ text: "Policies", page: "iam/policies" }]} description={policy.value?.Description} actions={<div className="actions"><CopyAs recipe={document.value === undefined ? undefined : policyRecipe({ name: nameOf(arn), description: policy.value?.Description, document: document.value })} />{own && <Button onClick={() => setDeleting(true)}>Delete</Button>}</div>}>
      <FailureBox failure={policy.failure} retry={policy.reload} />
      <Container header={<Header variant="h2">Policy details</Header>}>
        <KeyValuePairs
          columns={4}
          items={[
            { label: "Type", value: policyType(arn) },
            { label: "Creation time", value: <When time={policy.value?.CreateDate} /> },
            { label: "Edited time", value: <When time={policy.value?.UpdateDate} /> },
            { label: "ARN", value: <Copy text={arn} of="ARN" /> },
          ]}
        />
      </Container>
      <PageTabs
        tabs={[
          {
            id: "permissions",
            label: "Permissions",
            content: () => (
              <Container
                header={
                  <Header variant="h2" actions={own && <GoButton page={`${policyPage(arn)}/edit`}>Edit</GoButton>}>
                    Permissions defined in this policy
                  </Header>
                }
              >
                {document.failure ? <FailureBox failure={document.failure} retry={document.reload} /> : version === undefined ? "-" : <Loaded load={document}>{(text) => <PolicyText document={text} label="Policy document" />}</Loaded>}
              </Container>
            ),
          },
          { id: "entities", label: "Entities attached", content: () => <EntitiesTab arn={arn} /> },
          ...(own
            ? [
                {
                  id: "tags",
                  label: tags.failure || tags.loading ? "Tags" : `Tags (${tags.items.length})`,
                  content: () => (
                    <TagsTab
                      of={`Policy ${nameOf(arn)}`}
                      tags={tags}
                      set={async (Tags) => {
                        await iam.send(new TagPolicyCommand({ PolicyArn: arn, Tags }));
                      }}
                      remove={async (TagKeys) => {
                        await iam.send(new UntagPolicyCommand({ PolicyArn: arn, TagKeys }));
                      }}
                    />
                  ),
                },
              ]
            : []),
          { id: "versions", label: "Policy versions", content: () => <VersionsTab arn={arn} changed={policy.reload} own={own} /> },
        ]}
      />
      {deleting && (
        <DeletePolicy
          policy={{ Arn: arn, PolicyName: nameOf(arn) }}
          onCancel={() => setDeleting(false)}
          onDone={() => {
            flash({ type: "success", text: `Policy ${nameOf(arn)} deleted.` });
            go("iam/policies");
          }}
        />
      )}
    </Page>
  );
}
