import { CreatePolicyCommand } from "@aws-sdk/client-iam";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import FormField from "@cloudscape-design/components/form-field";
import Header from "@cloudscape-design/components/header";
import Input from "@cloudscape-design/components/input";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Textarea from "@cloudscape-design/components/textarea";
import Wizard from "@cloudscape-design/components/wizard";
import { type ReactNode, useState } from "react";
import { useFlash } from "../../../app/flash";
import { useFrame } from "../../../app/frame";
import { useIam } from "../../../aws/iam";
import { useAction } from "../../../data/use-action";
import { useDraft } from "../../../parts/use-draft";
import { policyRecipe } from "../../../iam/copy-as";
import { policyPage } from "../../../iam/policy-type";
import { CopyAs } from "../../../parts/copy-as";
import { FailureBox } from "../../../parts/failure-box";
import { PageLink } from "../../../parts/page-link";
import { EMPTY_POLICY, jsonError, PolicyEditor } from "../../../parts/policy-editor";
import type { Tag } from "../../../parts/tag-rules";
import { DraftTags } from "../../../parts/draft-tags";
import { useGo } from "../../../session/session";
import { MANAGED_POLICY_LIMIT, POLICY_NAME } from "./limits";
import { PolicySummary } from "./policy-summary";

const FIRST = { text: EMPTY_POLICY, policyName: "", description: "", tags: [] as Tag[] };

export default function CreatePolicyPage(): ReactNode {
  const iam = useIam();
  const go = useGo();
  const flash = useFlash();
  const [step, setStep] = useState(0);
  const [tried, setTried] = useState(false);
  const draft = useDraft(FIRST);
  const { text, policyName, description, tags } = draft.value;
  const [tagsWrong, setTagsWrong] = useState(false);
  const action = useAction();
  useFrame("Create policy", [{ text: "Policies", page: "iam/policies" }, { text: "Create policy" }], "wizard");
  const nameError = POLICY_NAME.test(policyName) ? undefined : policyName === "" ? "Enter a name." : "At most 128 letters, digits, and + = , . @ - _";

  const create = (): void => {
    setTried(true);
    if (nameError !== undefined || tagsWrong) return;
    action.run(async () => {
      const { Policy } = await iam.send(new CreatePolicyCommand({ PolicyName: policyName, PolicyDocument: text, Description: description === "" ? undefined : description, Tags: tags.length > 0 ? tags : undefined }));
      flash({ type: "success", text: `Policy ${policyName} created.`, action: <PageLink page={policyPage(Policy?.Arn ?? "")}>View policy</PageLink> });
      draft.done();
      go("iam/policies");
    });
  };

  return (
    <Wizard
      activeStepIndex={step}
      isLoadingNextStep={action.busy}
      submitButtonText="Create policy"
      onCancel={() => {
        draft.done();
        go("iam/policies");
      }}
      onNavigate={({ detail }) => {
        if (detail.requestedStepIndex < step || jsonError(text) === undefined) setStep(detail.requestedStepIndex);
      }}
      onSubmit={create}
      steps={[
        {
          title: "Specify permissions",
          content: (
            <div className="stack">
              {draft.notice}
              <Container header={<Header variant="h2">Policy editor</Header>}>
                <PolicyEditor kind="IDENTITY" views="visual" value={text} onChange={(changed) => draft.set({ text: changed })} limit={MANAGED_POLICY_LIMIT} />
              </Container>
            </div>
          ),
        },
        {
          title: "Review and create",
          content: (
            <SpaceBetween size="l">
              {draft.notice}
              <FailureBox failure={action.failure} />
              <Container header={<Header variant="h2">Policy details</Header>}>
                <SpaceBetween size="m">
                  <FormField label="Policy name" errorText={tried ? nameError : undefined} constraintText="At most 128 letters, digits, and + = , . @ - _">
                    <Input value={policyName} autoFocus onChange={({ detail }) => draft.set({ policyName: detail.value.trim() })} />
                  </FormField>
                  <FormField label="Description - optional" constraintText="At most 1,000 characters. It cannot be changed later.">
                    <Textarea value={description} rows={2} onChange={({ detail }) => draft.set({ description: detail.value })} />
                  </FormField>
                </SpaceBetween>
              </Container>
              <PolicySummary document={text} actions={<><CopyAs recipe={policyRecipe({ name: policyName, description, document: text })} disabled={policyName === ""} /><Button onClick={() => setStep(0)}>Edit</Button></>} />
              <Container header={<Header variant="h2">Add tags - optional</Header>}>
                <DraftTags draft={draft} onWrong={setTagsWrong} />
              </Container>
            </SpaceBetween>
          ),
        },
      ]}
    />
  );
}
