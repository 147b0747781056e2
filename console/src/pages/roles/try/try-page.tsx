import { GetRoleCommand } from "@aws-sdk/client-iam";
import Alert from "@cloudscape-design/components/alert";
import Button from "@cloudscape-design/components/button";
import Checkbox from "@cloudscape-design/components/checkbox";
import Container from "@cloudscape-design/components/container";
import Form from "@cloudscape-design/components/form";
import FormField from "@cloudscape-design/components/form-field";
import Header from "@cloudscape-design/components/header";
import Input from "@cloudscape-design/components/input";
import SpaceBetween from "@cloudscape-design/components/space-between";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import { type ReactNode, useState } from "react";
import { useParams, useSearchParams } from "react-router";
import { useIam } from "../../../aws/iam";
import { evaluateAccess, type Evaluation } from "../../../aws/rolecall-requests";
import { useAction } from "../../../data/use-action";
import { useLoad } from "../../../data/use-load";
import { Changes } from "../../../explain/changes";
import { LayerStrip } from "../../../explain/layers";
import { LayerPolicies } from "../../../explain/policies";
import { holderPage } from "../../../iam/holder";
import { Copy } from "../../../parts/copy";
import { FailureBox } from "../../../parts/failure-box";
import { GoButton } from "../../../parts/go-button";
import { Loaded } from "../../../parts/loaded";
import { Page } from "../../../parts/page";
import { useSession } from "../../../session/session";
import { switchLink } from "../../switch-role/link";
import { Apply } from "./apply";

/** Step 4 of the wizard, and a page of each role: would this principal be allowed to assume it? */
export default function TryRolePage(): ReactNode {
  const { role: roleName = "" } = useParams();
  const iam = useIam();
  const load = useLoad(`try:${roleName}`, async () => (await iam.send(new GetRoleCommand({ RoleName: roleName }))).Role?.Arn ?? "");
  const { accountId } = useSession();
  return (
    <Page
      title="Try it as …"
      crumbs={[{ text: "Roles", page: "iam/roles" }, { text: roleName, page: holderPage("role", roleName) }]}
      description={`Asks the engine whether a principal can assume ${roleName}, with the policies of both sides.`}
      actions={<GoButton page={holderPage("role", roleName)}>View role</GoButton>}
    >
      {load.failure ? (
        <FailureBox failure={load.failure} retry={load.reload} />
      ) : (
        <Loaded load={load}>
          {(arn) => (
            <>
              <Try roleName={roleName} roleArn={arn} />
              <Container header={<Header variant="h2">Link to switch roles in console</Header>}>
                <Copy text={`${location.origin}${switchLink({ account: accountId, roleName: arn.slice(arn.indexOf(":role/") + ":role/".length) })}`} of="link" />
              </Container>
            </>
          )}
        </Loaded>
      )}
    </Page>
  );
}

interface Asked {
  principal: string;
  evaluation: Evaluation;
}

function Try({ roleName, roleArn }: { roleName: string; roleArn: string }): ReactNode {
  const { id, kind, arn } = useSession();
  const [query] = useSearchParams();
  const [principal, setPrincipal] = useState(query.get("principal") ?? (kind === "iamUser" ? arn : ""));
  const [mfa, setMfa] = useState(false);
  const [externalId, setExternalId] = useState("");
  const [asked, setAsked] = useState<Asked>();
  const action = useAction();
  const ask = (): void =>
    action.run(async () => {
      const context = { ...(mfa ? { "aws:MultiFactorAuthPresent": ["true"] } : {}), ...(externalId === "" ? {} : { "sts:ExternalId": [externalId] }) };
      setAsked({ principal, evaluation: await evaluateAccess(id, { PrincipalArn: principal, Action: "sts:AssumeRole", ResourceArn: roleArn, Context: context }) });
    });
  return (
    <>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (principal !== "") ask();
        }}
      >
        <Form
          actions={
            <Button variant="primary" loading={action.busy} disabled={principal === ""}>
              Try
            </Button>
          }
        >
          <Container header={<Header variant="h2">Who asks</Header>}>
            <SpaceBetween size="m">
              <FormField label="Principal ARN" constraintText="A user, a role or a root user of any account, such as arn:aws:iam::111111111111:user/ana" stretch>
                <Input value={principal} autoFocus spellcheck={false} onChange={({ detail }) => setPrincipal(detail.value.trim())} />
              </FormField>
              <Checkbox checked={mfa} onChange={({ detail }) => setMfa(detail.checked)}>
                Signed in with MFA
              </Checkbox>
              <FormField label="External ID - optional">
                <Input value={externalId} onChange={({ detail }) => setExternalId(detail.value)} />
              </FormField>
            </SpaceBetween>
          </Container>
        </Form>
      </form>
      <FailureBox failure={action.failure} />
      {asked && <Answer {...asked} roleName={roleName} again={ask} />}
    </>
  );
}

const HEADS: Record<Evaluation["Decision"], { type: "success" | "error" | "info"; words: string }> = {
  Allowed: { type: "success", words: "Allowed" },
  Denied: { type: "error", words: "Denied" },
  Depends: { type: "info", words: "It depends" },
};

function Answer({ principal, evaluation, roleName, again }: Asked & { roleName: string; again: () => void }): ReactNode {
  const head = HEADS[evaluation.Decision];
  return (
    <>
      <Alert type={head.type} header={`${head.words}: ${principal}`}>
        <span className="answer-text">{evaluation.Text}</span>
      </Alert>
      {evaluation.Halves.map((half, index) => (
        <section key={index} className="stack" aria-label={`Half of account ${half.AccountId ?? "unknown"}`}>
          <Container
            header={
              <Header variant="h2" description={half.Conditions?.join("; ")}>
                {half.AccountId === undefined ? "Another account" : `Account ${half.AccountId}`}
              </Header>
            }
          >
            <SpaceBetween size="m">
              {half.Hidden ? (
                <StatusIndicator type="info">Hidden: only readers of that account see its half.</StatusIndicator>
              ) : (
                <StatusIndicator type={HEADS[half.Decision].type}>{HEADS[half.Decision].words}</StatusIndicator>
              )}
              {!half.Hidden && <LayerStrip layers={half.Layers ?? []} />}
            </SpaceBetween>
          </Container>
          <LayerPolicies layers={half.Layers ?? []} />
        </section>
      ))}
      <Changes changes={evaluation.Changes ?? []} title={evaluation.Decision === "Depends" ? "What the other account needs" : "What would allow it"} act={(change) => <Apply change={change} principal={principal} roleName={roleName} done={again} />} />
    </>
  );
}
