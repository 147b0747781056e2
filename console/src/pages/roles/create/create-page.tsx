import { AttachRolePolicyCommand, CreateRoleCommand, type Policy } from "@aws-sdk/client-iam";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import ExpandableSection from "@cloudscape-design/components/expandable-section";
import FormField from "@cloudscape-design/components/form-field";
import Header from "@cloudscape-design/components/header";
import Input from "@cloudscape-design/components/input";
import RadioGroup from "@cloudscape-design/components/radio-group";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Textarea from "@cloudscape-design/components/textarea";
import Wizard from "@cloudscape-design/components/wizard";
import { type ReactNode, useState } from "react";
import { useFlash } from "../../../app/flash";
import { useFrame } from "../../../app/frame";
import { useIam } from "../../../aws/iam";
import { useAction } from "../../../data/use-action";
import { useDraft } from "../../../parts/use-draft";
import { roleRecipe } from "../../../iam/copy-as";
import { holderPage } from "../../../iam/holder";
import { PermissionSummary, summaryRows } from "../../../iam/permission-summary";
import { named } from "../../../iam/policy-type";
import { PolicyPicker } from "../../../iam/policy-picker";
import { CopyAs } from "../../../parts/copy-as";
import { FailureBox } from "../../../parts/failure-box";
import { PageLink } from "../../../parts/page-link";
import { PolicyText } from "../../../parts/policy-text";
import type { Tag } from "../../../parts/tag-rules";
import { DraftTags } from "../../../parts/draft-tags";
import { useGo, useSession } from "../../../session/session";
import { tryPage } from "../try/try-path";
import { FIRST_CHOICE, trustErrors, trustPolicy } from "./trust";
import { TrustedEntity } from "./trusted-entity";

const ROLE_NAME = /^[\w+=,.@-]{1,64}$/;
const NAME_RULE = "At most 64 letters, digits, and + = , . @ - _";

const FIRST = { choice: FIRST_CHOICE, policies: [] as Policy[], bounded: false, boundary: [] as Policy[], roleName: "", description: "", tags: [] as Tag[] };

/** The steps of AWS's wizard. The proof, `Try it as`, is the page that follows. */
export default function CreateRolePage(): ReactNode {
  const iam = useIam();
  const { accountId } = useSession();
  const go = useGo();
  const flash = useFlash();
  const [step, setStep] = useState(0);
  const [tried, setTried] = useState(-1);
  const draft = useDraft(FIRST);
  const { choice, policies, bounded, boundary, roleName, description, tags } = draft.value;
  const [tagsWrong, setTagsWrong] = useState(false);
  const action = useAction();
  useFrame("Create role", [{ text: "Roles", page: "iam/roles" }, { text: "Create role" }], "wizard");

  const entityErrors = trustErrors(choice);
  const nameError = ROLE_NAME.test(roleName) ? undefined : roleName === "" ? "Enter a name." : NAME_RULE;
  const boundaryPolicy = bounded ? boundary[0] : undefined;
  const document = trustPolicy(choice, accountId);

  const recipe = roleRecipe({ name: roleName, description, trust: document, policies: policies.flatMap(({ Arn }) => Arn ?? []), boundary: boundaryPolicy?.Arn });

  const create = (): void => {
    setTried(2);
    if (nameError !== undefined || tagsWrong) return;
    action.run(async () => {
      await iam.send(
        new CreateRoleCommand({
          RoleName: roleName,
          AssumeRolePolicyDocument: document,
          Description: description === "" ? undefined : description,
          PermissionsBoundary: boundaryPolicy?.Arn,
          Tags: tags.length > 0 ? tags : undefined,
        }),
      );
      flash({ type: "success", text: `Role ${roleName} created.`, action: <PageLink page={holderPage("role", roleName)}>View role</PageLink> });
      for (const { Arn } of policies) await iam.send(new AttachRolePolicyCommand({ RoleName: roleName, PolicyArn: Arn }));
      draft.done();
      go(tryPage(roleName));
    });
  };

  return (
    <Wizard
      activeStepIndex={step}
      isLoadingNextStep={action.busy}
      submitButtonText="Create role"
      onCancel={() => {
        draft.done();
        go("iam/roles");
      }}
      onNavigate={({ detail }) => {
        const wanted = detail.requestedStepIndex;
        if (wanted > step && step === 0 && Object.keys(entityErrors).length > 0) setTried(0);
        else setStep(wanted);
      }}
      onSubmit={create}
      steps={[
        {
          title: "Select trusted entity",
          content: (
            <div className="stack">
              {draft.notice}
              <TrustedEntity choice={choice} change={(change) => draft.set((before) => ({ choice: { ...before.choice, ...change } }))} errors={tried >= 0 ? entityErrors : {}} />
            </div>
          ),
        },
        {
          title: "Add permissions",
          content: (
            <SpaceBetween size="l">
              {draft.notice}
              <PolicyPicker selection="multi" selected={policies} onSelect={(chosen) => draft.set({ policies: chosen.map(named) })} />
              <ExpandableSection variant="container" headerText="Set permissions boundary - optional">
                <SpaceBetween size="m">
                  <RadioGroup
                    ariaLabel="Permissions boundary"
                    value={bounded ? "with" : "without"}
                    items={[
                      { value: "without", label: "Create role without a permissions boundary" },
                      { value: "with", label: "Use a permissions boundary to control the maximum role permissions" },
                    ]}
                    onChange={({ detail }) => draft.set({ bounded: detail.value === "with" })}
                  />
                  {bounded && <PolicyPicker title="Policies" selection="single" selected={boundary} onSelect={(chosen) => draft.set({ boundary: chosen.map(named) })} headingLevel="h3" />}
                </SpaceBetween>
              </ExpandableSection>
            </SpaceBetween>
          ),
        },
        {
          title: "Name, review, and create",
          content: (
            <SpaceBetween size="l">
              {draft.notice}
              <FailureBox failure={action.failure} />
              <Container header={<Header variant="h2" actions={<CopyAs recipe={recipe} disabled={roleName === ""} />}>Role details</Header>}>
                <SpaceBetween size="m">
                  <FormField label="Role name" constraintText={NAME_RULE} errorText={tried === 2 ? nameError : undefined}>
                    <Input value={roleName} autoFocus onChange={({ detail }) => draft.set({ roleName: detail.value.trim() })} />
                  </FormField>
                  <FormField label="Description" constraintText="At most 1,000 characters.">
                    <Textarea value={description} rows={2} onChange={({ detail }) => draft.set({ description: detail.value })} />
                  </FormField>
                </SpaceBetween>
              </Container>
              <Container
                header={
                  <Header variant="h2" actions={<Button onClick={() => setStep(0)}>Edit</Button>}>
                    Step 1: Select trusted entities
                  </Header>
                }
              >
                <PolicyText document={document} label="Trust policy" />
              </Container>
              <PermissionSummary rows={summaryRows({ option: "attach", groups: [], policies, from: [] }, boundaryPolicy?.PolicyName)} />
              <Container header={<Header variant="h2">Step 3: Add tags - optional</Header>}>
                <DraftTags draft={draft} onWrong={setTagsWrong} />
              </Container>
            </SpaceBetween>
          ),
        },
      ]}
    />
  );
}
