import { GetRoleCommand, UpdateAssumeRolePolicyCommand } from "@aws-sdk/client-iam";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import type { ReactNode } from "react";
import { useParams } from "react-router";
import { useFlash } from "../../app/flash";
import { useIam } from "../../aws/iam";
import { useAction } from "../../data/use-action";
import { useDraft } from "../../parts/use-draft";
import { useLoad } from "../../data/use-load";
import { decodeDocument, holderPage } from "../../iam/holder";
import { FailureBox } from "../../parts/failure-box";
import { FormActions } from "../../parts/form-actions";
import { Loaded } from "../../parts/loaded";
import { Page } from "../../parts/page";
import { jsonError, PolicyEditor } from "../../parts/policy-editor";
import { useGo } from "../../session/session";
import { editable } from "../../visual/editable";

/** IAM's default quota of a trust policy, without white space. */
const TRUST_POLICY_LIMIT = 2048;

export default function TrustPolicyPage(): ReactNode {
  const { role: roleName = "" } = useParams();
  const iam = useIam();
  const load = useLoad(`trust:${roleName}`, async () => decodeDocument((await iam.send(new GetRoleCommand({ RoleName: roleName }))).Role?.AssumeRolePolicyDocument));
  return (
    <Page title="Edit trust policy" crumbs={[{ text: "Roles", page: "iam/roles" }, { text: roleName, page: holderPage("role", roleName) }]}>
      {load.failure ? <FailureBox failure={load.failure} retry={load.reload} /> : <Loaded load={load}>{(document) => <Editor roleName={roleName} document={editable(document)} />}</Loaded>}
    </Page>
  );
}

function Editor({ roleName, document }: { roleName: string; document: string }): ReactNode {
  const iam = useIam();
  const go = useGo();
  const flash = useFlash();
  const draft = useDraft({ text: document });
  const { text } = draft.value;
  const action = useAction();
  const back = `${holderPage("role", roleName)}?tab=trust`;
  const save = (): void =>
    action.run(async () => {
      await iam.send(new UpdateAssumeRolePolicyCommand({ RoleName: roleName, PolicyDocument: text }));
      flash({ type: "success", text: "Trust policy updated." });
      draft.done();
      go(back);
    });
  const cancel = (): void => {
    draft.done();
    go(back);
  };
  return (
    <>
      {draft.notice}
      <FailureBox failure={action.failure} />
      <Container header={<Header variant="h2">Trust policy</Header>}>
        <PolicyEditor kind="TRUST" value={text} onChange={(changed) => draft.set({ text: changed })} label="Trust policy" limit={TRUST_POLICY_LIMIT} />
      </Container>
      <FormActions cancel={cancel}>
        <Button variant="primary" loading={action.busy} disabled={jsonError(text) !== undefined} onClick={save}>
          Update policy
        </Button>
      </FormActions>
    </>
  );
}
