import { type AccessKey, CreateAccessKeyCommand, TagUserCommand } from "@aws-sdk/client-iam";
import Alert from "@cloudscape-design/components/alert";
import Button from "@cloudscape-design/components/button";
import Checkbox from "@cloudscape-design/components/checkbox";
import Container from "@cloudscape-design/components/container";
import FormField from "@cloudscape-design/components/form-field";
import Header from "@cloudscape-design/components/header";
import Input from "@cloudscape-design/components/input";
import KeyValuePairs from "@cloudscape-design/components/key-value-pairs";
import RadioGroup from "@cloudscape-design/components/radio-group";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Wizard from "@cloudscape-design/components/wizard";
import { type ReactNode, useState } from "react";
import { useParams } from "react-router";
import { useFrame } from "../../../app/frame";
import { useIam } from "../../../aws/iam";
import { useAction } from "../../../data/use-action";
import { holderPage } from "../../../iam/holder";
import { Copy } from "../../../parts/copy";
import { csv, download } from "../../../parts/download";
import { FailureBox } from "../../../parts/failure-box";
import { FormActions } from "../../../parts/form-actions";
import { Page } from "../../../parts/page";
import { Secret } from "../../../parts/secret";
import { useGo } from "../../../session/session";
import { USE_CASES } from "./use-cases";

export default function CreateKeyPage(): ReactNode {
  const { user = "" } = useParams();
  const [made, setMade] = useState<AccessKey>();
  return made ? <Retrieve user={user} accessKey={made} /> : <Create user={user} done={setMade} />;
}

const crumbsOf = (user: string) => [
  { text: "Users", page: "iam/users" },
  { text: user, page: holderPage("user", user) },
];

function Create({ user, done }: { user: string; done: (key: AccessKey) => void }): ReactNode {
  const iam = useIam();
  const go = useGo();
  const [step, setStep] = useState(0);
  const [useCase, setUseCase] = useState("");
  const [understood, setUnderstood] = useState(false);
  const [tried, setTried] = useState(false);
  const [tag, setTag] = useState("");
  const action = useAction();
  useFrame("Create access key", [...crumbsOf(user), { text: "Create access key" }], "wizard");
  const alternative = USE_CASES.find((one) => one.value === useCase)?.alternative;
  const ready = useCase !== "" && (alternative === undefined || understood);
  const create = (): void =>
    action.run(async () => {
      const { AccessKey: key } = await iam.send(new CreateAccessKeyCommand({ UserName: user }));
      // AWS's console keeps a key's description as a tag of its user, under the key's id.
      if (tag !== "" && key?.AccessKeyId !== undefined) await iam.send(new TagUserCommand({ UserName: user, Tags: [{ Key: key.AccessKeyId, Value: tag }] })).catch(() => undefined);
      if (key) done(key);
    });
  return (
    <Wizard
      activeStepIndex={step}
      isLoadingNextStep={action.busy}
      submitButtonText="Create access key"
      onCancel={() => go(`${holderPage("user", user)}?tab=security-credentials`)}
      onNavigate={({ detail }) => {
        setTried(true);
        if (detail.requestedStepIndex === 0 || ready) setStep(detail.requestedStepIndex);
      }}
      onSubmit={create}
      steps={[
        {
          title: "Access key best practices & alternatives",
          content: (
            <Container>
              <SpaceBetween size="l">
                <FormField label="Use case" errorText={tried && useCase === "" ? "Choose what the key is for." : undefined}>
                  <RadioGroup value={useCase} items={USE_CASES.map(({ value, label, description }) => ({ value, label, description }))} onChange={({ detail }) => setUseCase(detail.value)} />
                </FormField>
                {alternative !== undefined && (
                  <>
                    <Alert type="warning" header="Alternative recommended">
                      {alternative}
                    </Alert>
                    <FormField label="Confirmation" errorText={tried && !understood ? "Tick the box to go on." : undefined}>
                      <Checkbox checked={understood} onChange={({ detail }) => setUnderstood(detail.checked)}>
                        I understand the above recommendation and want to proceed to create an access key.
                      </Checkbox>
                    </FormField>
                  </>
                )}
              </SpaceBetween>
            </Container>
          ),
        },
        {
          title: "Set description tag",
          isOptional: true,
          content: (
            <SpaceBetween size="m">
              <FailureBox failure={action.failure} />
              <Container>
                <FormField label="Description tag value" description="Where the key is used, for whoever replaces it." constraintText="At most 256 characters.">
                  <Input value={tag} onChange={({ detail }) => setTag(detail.value)} />
                </FormField>
              </Container>
            </SpaceBetween>
          ),
        },
      ]}
    />
  );
}

function Retrieve({ user, accessKey }: { user: string; accessKey: AccessKey }): ReactNode {
  const go = useGo();
  const id = accessKey.AccessKeyId ?? "";
  const secret = accessKey.SecretAccessKey ?? "";
  const done = (): void => go(`${holderPage("user", user)}?tab=security-credentials`);
  return (
    <Page title="Retrieve access keys" crumbs={crumbsOf(user)}>
      <Container header={<Header variant="h2">Access key</Header>}>
        <SpaceBetween size="l">
          <Alert type="warning">The secret access key is shown only now. If you lose it, create another key.</Alert>
          <KeyValuePairs
            columns={2}
            items={[
              { label: "Access key", value: <Copy text={id} of="Access key" /> },
              { label: "Secret access key", value: <Secret text={secret} of="Secret access key" /> },
            ]}
          />
        </SpaceBetween>
      </Container>
      <FormActions>
        <Button
          iconName="download"
          onClick={() =>
            download(
              `${user}_accessKeys.csv`,
              csv([
                ["Access key ID", "Secret access key"],
                [id, secret],
              ]),
            )
          }
        >
          Download .csv file
        </Button>
        <Button variant="primary" onClick={done}>
          Done
        </Button>
      </FormActions>
    </Page>
  );
}
