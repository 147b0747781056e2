import { CreatePolicyCommand } from "@aws-sdk/client-organizations";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import FormField from "@cloudscape-design/components/form-field";
import Header from "@cloudscape-design/components/header";
import Input from "@cloudscape-design/components/input";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { type ReactNode, useState } from "react";
import { useParams } from "react-router";
import { useFlash } from "../../app/flash";
import { useOrganizations } from "../../aws/organizations";
import { useAction } from "../../data/use-action";
import { useDraft } from "../../parts/use-draft";
import { FailureBox } from "../../parts/failure-box";
import { FormActions } from "../../parts/form-actions";
import { Page } from "../../parts/page";
import { jsonError, PolicyEditor } from "../../parts/policy-editor";
import type { Tag } from "../../parts/tag-rules";
import { DraftTags } from "../../parts/draft-tags";
import { useGo } from "../../session/session";
import { typeOf } from "./policy-types";

const SCP_TEMPLATE = `{
    "Version": "2012-10-17",
    "Statement": [
        {
            "Sid": "Statement1",
            "Effect": "Deny",
            "Action": [],
            "Resource": ["*"]
        }
    ]
}`;

const RCP_TEMPLATE = SCP_TEMPLATE.replace('"Effect": "Deny",', '"Effect": "Deny",\n            "Principal": "*",');

export default function CreateOrgPolicyPage(): ReactNode {
  const { type } = useParams();
  const words = typeOf(type);
  const client = useOrganizations();
  const go = useGo();
  const flash = useFlash();
  const draft = useDraft({ policyName: "", description: "", text: words?.kind === "RCP" ? RCP_TEMPLATE : SCP_TEMPLATE, tags: [] as Tag[] });
  const { policyName, description, text, tags } = draft.value;
  const [tagsWrong, setTagsWrong] = useState(false);
  const action = useAction();
  if (!words) return null;
  const back = `organizations/policies/${words.slug}`;
  const create = (): void =>
    action.run(async () => {
      await client.send(new CreatePolicyCommand({ Name: policyName, Description: description, Content: text, Type: words.type, Tags: tags.length > 0 ? tags : undefined }));
      flash({ type: "success", text: `Policy ${policyName} created. Attach it to a root, an organizational unit or an account.` });
      draft.done();
      go(back);
    });
  return (
    <Page title={`Create new ${words.one}`} crumbs={[{ text: "Policies", page: "organizations/policies" }, { text: words.title, page: back }]}>
      {draft.notice}
      <FailureBox failure={action.failure} />
      <Container header={<Header variant="h2">Details</Header>}>
        <SpaceBetween size="m">
          <FormField label="Policy name" constraintText="At most 128 characters.">
            <Input value={policyName} autoFocus onChange={({ detail }) => draft.set({ policyName: detail.value })} />
          </FormField>
          <FormField label="Policy description" constraintText="At most 512 characters.">
            <Input value={description} onChange={({ detail }) => draft.set({ description: detail.value })} />
          </FormField>
          <FormField label="Tags" stretch>
            <DraftTags draft={draft} onWrong={setTagsWrong} />
          </FormField>
        </SpaceBetween>
      </Container>
      <Container header={<Header variant="h2">Policy</Header>}>
        <PolicyEditor kind={words.kind} value={text} onChange={(changed) => draft.set({ text: changed })} />
      </Container>
      <FormActions cancel={() => {
        draft.done();
        go(back);
      }}>
        <Button variant="primary" disabled={policyName === "" || tagsWrong || jsonError(text) !== undefined} loading={action.busy} onClick={create}>
          Create policy
        </Button>
      </FormActions>
    </Page>
  );
}
