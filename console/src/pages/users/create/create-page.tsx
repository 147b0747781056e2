import { AttachUserPolicyCommand, CreateLoginProfileCommand, CreateUserCommand, type Group, type Policy, type User } from "@aws-sdk/client-iam";
import Checkbox from "@cloudscape-design/components/checkbox";
import Container from "@cloudscape-design/components/container";
import ExpandableSection from "@cloudscape-design/components/expandable-section";
import FormField from "@cloudscape-design/components/form-field";
import Header from "@cloudscape-design/components/header";
import Input from "@cloudscape-design/components/input";
import KeyValuePairs from "@cloudscape-design/components/key-value-pairs";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Wizard from "@cloudscape-design/components/wizard";
import { type ReactNode, useState } from "react";
import { useFlash } from "../../../app/flash";
import { useFrame } from "../../../app/frame";
import { useIam } from "../../../aws/iam";
import { useAction } from "../../../data/use-action";
import { useDraft } from "../../../parts/use-draft";
import { grant } from "../../../iam/grant";
import { holderPage } from "../../../iam/holder";
import { newPassword } from "../../../iam/password";
import { FIRST_WISH, PasswordChoice } from "../../../iam/password-choice";
import { NO_PERMISSIONS, PermissionOptions, type PermissionWish } from "../../../iam/permission-options";
import { PermissionSummary, summaryRows } from "../../../iam/permission-summary";
import { named } from "../../../iam/policy-type";
import { PolicyPicker } from "../../../iam/policy-picker";
import { usePasswordPolicy } from "../../../iam/use-password-policy";
import { FailureBox } from "../../../parts/failure-box";
import { PageLink } from "../../../parts/page-link";
import type { Tag } from "../../../parts/tag-rules";
import { DraftTags } from "../../../parts/draft-tags";
import { useGo } from "../../../session/session";
import { RetrievePassword } from "./retrieve-password";

const CHANGE_PASSWORD_POLICY = "arn:aws:iam::aws:policy/IAMUserChangePassword";
const USER_NAME = /^[\w+=,.@-]{1,64}$/;

const FIRST = { userName: "", console: false, auto: FIRST_WISH.auto, reset: FIRST_WISH.reset, wish: NO_PERMISSIONS, bounded: false, boundary: [] as Policy[], tags: [] as Tag[] };

/** What a draft keeps of the choice: names, by which the rows are found again. */
function namesOnly({ option, groups, from, policies }: PermissionWish): PermissionWish {
  const groupNames = groups.map(({ GroupName }) => ({ GroupName }) as Group);
  const userNames = from.map(({ UserName }) => ({ UserName }) as User);
  return { option, groups: groupNames, from: userNames, policies: policies.map(named) };
}

export default function CreateUserPage(): ReactNode {
  const [made, setMade] = useState<{ userName: string; password: string }>();
  return made ? <RetrievePassword {...made} /> : <Steps done={setMade} />;
}

function Steps({ done }: { done: (made: { userName: string; password: string }) => void }): ReactNode {
  const iam = useIam();
  const go = useGo();
  const flash = useFlash();
  const policy = usePasswordPolicy();
  const [step, setStep] = useState(0);
  const [tried, setTried] = useState(false);
  const draft = useDraft(FIRST);
  const { userName, console, auto, reset, wish, bounded, boundary, tags } = draft.value;
  // A password is never part of a draft.
  const [custom, setCustom] = useState("");
  const password = { auto, reset, custom };
  const [tagsWrong, setTagsWrong] = useState(false);
  const action = useAction();
  useFrame("Create user", [{ text: "Users", page: "iam/users" }, { text: "Create user" }], "wizard");

  const nameError = USER_NAME.test(userName) ? undefined : userName === "" ? "Enter a name." : "At most 64 letters, digits, and + = , . @ _ -";
  const passwordMissing = console && !password.auto && password.custom === "";
  const boundaryArn = bounded ? boundary[0]?.Arn : undefined;

  const submit = (): void =>
    action.run(async () => {
      await iam.send(new CreateUserCommand({ UserName: userName, PermissionsBoundary: boundaryArn, Tags: tags.length > 0 ? tags : undefined }));
      const view = <PageLink page={holderPage("user", userName)}>View user</PageLink>;
      flash({ type: "success", text: "User created successfully.", action: view });
      const chosen = password.auto ? newPassword(policy.value?.policy) : password.custom;
      if (console) {
        await iam.send(new CreateLoginProfileCommand({ UserName: userName, Password: chosen, PasswordResetRequired: password.reset }));
        if (password.reset) await iam.send(new AttachUserPolicyCommand({ UserName: userName, PolicyArn: CHANGE_PASSWORD_POLICY }));
      }
      await grant(iam, userName, wish);
      draft.done();
      if (console) done({ userName, password: chosen });
      else go("iam/users");
    });

  return (
    <Wizard
      activeStepIndex={step}
      isLoadingNextStep={action.busy}
      submitButtonText="Create user"
      onCancel={() => {
        draft.done();
        go("iam/users");
      }}
      onNavigate={({ detail }) => {
        setTried(true);
        if (detail.requestedStepIndex < step || (nameError === undefined && !passwordMissing)) setStep(detail.requestedStepIndex);
      }}
      onSubmit={() => {
        if (!tagsWrong) submit();
      }}
      steps={[
        {
          title: "Specify user details",
          content: (
            <Container header={<Header variant="h2">User details</Header>}>
              <SpaceBetween size="l">
                {draft.notice}
                <FormField label="User name" errorText={tried ? nameError : undefined} constraintText="At most 64 letters, digits, and + = , . @ _ -">
                  <Input value={userName} autoFocus onChange={({ detail }) => draft.set({ userName: detail.value.trim() })} />
                </FormField>
                <Checkbox checked={console} onChange={({ detail }) => draft.set({ console: detail.checked })} description="For a person. Access keys for programs are made afterwards.">
                  Provide user access to the AWS Management Console - optional
                </Checkbox>
                {console && <PasswordChoice wish={password} onChange={(changed) => {
                      setCustom(changed.custom);
                      draft.set({ auto: changed.auto, reset: changed.reset });
                    }} resetLabel="User must create a new password at next sign-in (recommended)" />}
                {tried && passwordMissing && <div role="alert">Enter a password.</div>}
              </SpaceBetween>
            </Container>
          ),
        },
        {
          title: "Set permissions",
          content: (
            <SpaceBetween size="l">
              {draft.notice}
              <PermissionOptions wish={wish} onChange={(changed) => draft.set({ wish: namesOnly(changed) })} />
              <ExpandableSection variant="container" headerText="Set permissions boundary - optional">
                <SpaceBetween size="m">
                  <Checkbox checked={bounded} onChange={({ detail }) => draft.set({ bounded: detail.checked })}>
                    Use a permissions boundary to control the maximum permissions
                  </Checkbox>
                  {bounded && <PolicyPicker title="Policies" selection="single" selected={boundary} onSelect={(chosen) => draft.set({ boundary: chosen.map(named) })} headingLevel="h3" />}
                </SpaceBetween>
              </ExpandableSection>
            </SpaceBetween>
          ),
        },
        {
          title: "Review and create",
          content: (
            <SpaceBetween size="l">
              {draft.notice}
              <FailureBox failure={action.failure} />
              <Container header={<Header variant="h2">User details</Header>}>
                <KeyValuePairs
                  columns={3}
                  items={[
                    { label: "User name", value: <span className="long-name">{userName}</span> },
                    { label: "Console password type", value: console ? (password.auto ? "Autogenerated" : "Custom") : "None" },
                    { label: "Require password reset", value: console && password.reset ? "Yes" : "No" },
                  ]}
                />
              </Container>
              <PermissionSummary
                rows={[
                  ...summaryRows(wish, boundaryArn === undefined ? undefined : boundary[0]?.PolicyName),
                  ...(console && password.reset ? [{ name: "IAMUserChangePassword", type: "AWS managed", usedAs: "Permissions policy" }] : []),
                ]}
              />
              <Container header={<Header variant="h2">Tags - optional</Header>}>
                <DraftTags draft={draft} onWrong={setTagsWrong} />
              </Container>
            </SpaceBetween>
          ),
        },
      ]}
    />
  );
}
