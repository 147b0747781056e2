import { AttachUserPolicyCommand, CreateLoginProfileCommand, CreateUserCommand, type Policy } from "@aws-sdk/client-iam";
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
import { grant } from "../../../iam/grant";
import { holderPage } from "../../../iam/holder";
import { newPassword } from "../../../iam/password";
import { FIRST_WISH, PasswordChoice } from "../../../iam/password-choice";
import { NO_PERMISSIONS, PermissionOptions } from "../../../iam/permission-options";
import { PermissionSummary, summaryRows } from "../../../iam/permission-summary";
import { PolicyPicker } from "../../../iam/policy-picker";
import { usePasswordPolicy } from "../../../iam/use-password-policy";
import { FailureBox } from "../../../parts/failure-box";
import { PageLink } from "../../../parts/page-link";
import type { Tag } from "../../../parts/tag-rules";
import { TagFields } from "../../../parts/tag-fields";
import { useGo } from "../../../session/session";
import { RetrievePassword } from "./retrieve-password";

const CHANGE_PASSWORD_POLICY = "arn:aws:iam::aws:policy/IAMUserChangePassword";
const USER_NAME = /^[\w+=,.@-]{1,64}$/;

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
  const [userName, setUserName] = useState("");
  const [console, setConsole] = useState(false);
  const [password, setPassword] = useState(FIRST_WISH);
  const [wish, setWish] = useState(NO_PERMISSIONS);
  const [bounded, setBounded] = useState(false);
  const [boundary, setBoundary] = useState<Policy[]>([]);
  const [tags, setTags] = useState<Tag[] | undefined>([]);
  const action = useAction();
  useFrame("Create user", [{ text: "Users", page: "iam/users" }, { text: "Create user" }], "wizard");

  const nameError = USER_NAME.test(userName) ? undefined : userName === "" ? "Enter a name." : "At most 64 letters, digits, and + = , . @ _ -";
  const passwordMissing = console && !password.auto && password.custom === "";
  const boundaryArn = bounded ? boundary[0]?.Arn : undefined;

  const submit = (): void =>
    action.run(async () => {
      await iam.send(new CreateUserCommand({ UserName: userName, PermissionsBoundary: boundaryArn, Tags: tags?.length ? tags : undefined }));
      const view = <PageLink page={holderPage("user", userName)}>View user</PageLink>;
      flash({ type: "success", text: "User created successfully.", action: view });
      const chosen = password.auto ? newPassword(policy.value?.policy) : password.custom;
      if (console) {
        await iam.send(new CreateLoginProfileCommand({ UserName: userName, Password: chosen, PasswordResetRequired: password.reset }));
        if (password.reset) await iam.send(new AttachUserPolicyCommand({ UserName: userName, PolicyArn: CHANGE_PASSWORD_POLICY }));
      }
      await grant(iam, userName, wish);
      if (console) done({ userName, password: chosen });
      else go("iam/users");
    });

  return (
    <Wizard
      activeStepIndex={step}
      isLoadingNextStep={action.busy}
      submitButtonText="Create user"
      onCancel={() => go("iam/users")}
      onNavigate={({ detail }) => {
        setTried(true);
        if (detail.requestedStepIndex < step || (nameError === undefined && !passwordMissing)) setStep(detail.requestedStepIndex);
      }}
      onSubmit={submit}
      steps={[
        {
          title: "Specify user details",
          content: (
            <Container header={<Header variant="h2">User details</Header>}>
              <SpaceBetween size="l">
                <FormField label="User name" errorText={tried ? nameError : undefined} constraintText="At most 64 letters, digits, and + = , . @ _ -">
                  <Input value={userName} autoFocus onChange={({ detail }) => setUserName(detail.value.trim())} />
                </FormField>
                <Checkbox checked={console} onChange={({ detail }) => setConsole(detail.checked)} description="For a person. Access keys for programs are made afterwards.">
                  Provide user access to the AWS Management Console - optional
                </Checkbox>
                {console && <PasswordChoice wish={password} onChange={setPassword} resetLabel="User must create a new password at next sign-in (recommended)" />}
                {tried && passwordMissing && <div role="alert">Enter a password.</div>}
              </SpaceBetween>
            </Container>
          ),
        },
        {
          title: "Set permissions",
          content: (
            <SpaceBetween size="l">
              <PermissionOptions wish={wish} onChange={setWish} />
              <ExpandableSection variant="container" headerText="Set permissions boundary - optional">
                <SpaceBetween size="m">
                  <Checkbox checked={bounded} onChange={({ detail }) => setBounded(detail.checked)}>
                    Use a permissions boundary to control the maximum permissions
                  </Checkbox>
                  {bounded && <PolicyPicker title="Policies" selection="single" selected={boundary} onSelect={setBoundary} headingLevel="h3" />}
                </SpaceBetween>
              </ExpandableSection>
            </SpaceBetween>
          ),
        },
        {
          title: "Review and create",
          content: (
            <SpaceBetween size="l">
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
                <TagFields existing={[]} onChange={setTags} />
              </Container>
            </SpaceBetween>
          ),
        },
      ]}
    />
  );
}
