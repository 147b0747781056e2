import { GetRoleCommand, UpdateAssumeRolePolicyCommand } from "@aws-sdk/client-iam";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import { type ReactNode, useState } from "react";
import { useParams } from "react-router";
import { useFlash } from "../../app/flash";
import { useIam } from "../../aws/iam";
import { useAction } from "../../data/use-action";
import { useLoad } from "../../data/use-load";
import { decodeDocument, holderPage } from "../../iam/holder";
import { pretty } from "../../iam/policy-type";
import { FailureBox } from "../../parts/failure-box";
import { FormActions } from "../../parts/form-actions";
import { Loaded } from "../../parts/loaded";
import { Page } from "../../parts/page";
import { jsonError, PolicyEditor } from "../../parts/policy-editor";
import { useGo } from "../../session/session";

/** IAM's default quota of a trust policy, without white space. */
const TRUST_POLICY_LIMIT = 2048;

export default function TrustPolicyPage(): ReactNode {
  const { role: roleName = "" } = useParams();
  const iam = useIam();
  const load = useLoad(`trust:${roleName}`, async () => decodeDocument((await iam.send(new GetRoleCommand({ RoleName: roleName }))).Role?.AssumeRolePolicyDocument));
  return (
    <Page title="Edit trust policy" crumbs={[{ text: "Roles", page: "iam/roles" }, { text: roleName, page: holderPage("role", roleName) }]}>
      {load.failure ? <FailureBox failure={load.failure} retry={load.reload} /> : <Loaded load={load}>{(document) => <Editor roleName={roleName} document={pretty(document)} />}</Loaded>}
    </Page>
  );
}

function Editor({ roleName, document }: { roleName: string; document: string }): ReactNode {
  const iam = useIam();
  const go = useGo();
  const flash = useFlash();
  const [text, setText] = useState(document);
  const action = useAction();
  const back = `${holderPage("role", roleName)}?tab=trust`;
  const save = (): void =>
    action.run(async () => {
      await iam.send(new UpdateAssumeRolePolicyCommand({ RoleName: roleName, PolicyDocument: text }));
      flash({ type: "success", text: "Trust policy updated." });
      go(back);
    });
  return (
    <>
      <FailureBox failure={action.failure} />
      <Container header={<Header variant="h2">Trust policy</Header>}>
        <PolicyEditor kind="TRUST" value={text} onChange={setText} label="Trust policy" limit={TRUST_POLICY_LIMIT} />
      </Container>
      <FormActions cancel={() => go(back)}>
        <Button variant="primary" loading={action.busy} disabled={jsonError(text) !== undefined} onClick={save}>
          Update policy
        </Button>
      </FormActions>
    </>
  );
}
