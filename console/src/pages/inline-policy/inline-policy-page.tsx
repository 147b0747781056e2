import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import FormField from "@cloudscape-design/components/form-field";
import Header from "@cloudscape-design/components/header";
import Input from "@cloudscape-design/components/input";
import SpaceBetween from "@cloudscape-design/components/space-between";
import type { ReactNode } from "react";
import { useParams } from "react-router";
import { useFlash } from "../../app/flash";
import { useIam } from "../../aws/iam";
import { useAction } from "../../data/use-action";
import { useDraft } from "../../parts/use-draft";
import { useLoad } from "../../data/use-load";
import { type Holder, type HolderKind, holderOf, holderPage } from "../../iam/holder";
import { FailureBox } from "../../parts/failure-box";
import { FormActions } from "../../parts/form-actions";
import { Loaded } from "../../parts/loaded";
import { Page } from "../../parts/page";
import { EMPTY_POLICY, jsonError, PolicyEditor } from "../../parts/policy-editor";
import { useGo } from "../../session/session";
import { editable } from "../../visual/editable";

const LIMITS: Record<HolderKind, number> = { user: 2048, role: 10240, group: 5120 };
const LISTS: Record<HolderKind, string> = { user: "Users", role: "Roles", group: "User groups" };

/** Creates or changes an inline policy: `iam/users/ana/inline-policy[/name]`. */
export default function InlinePolicyPage(): ReactNode {
  const { kind = "", name = "", policy } = useParams();
  const iam = useIam();
  const holderKind = kind === "groups" ? "group" : kind === "roles" ? "role" : "user";
  const holder = holderOf(iam, holderKind, name);
  const existing = useLoad(policy === undefined ? undefined : `inline-policy:${holderKind}:${name}:${policy}`, () => holder.getInline(policy ?? ""));
  const crumbs = [
    { text: LISTS[holderKind], page: `iam/${kind}` },
    { text: name, page: holderPage(holderKind, name) },
  ];
  return (
    <Page title={policy === undefined ? "Create inline policy" : `Edit ${policy}`} crumbs={crumbs}>
      {policy === undefined ? (
        <Editor holder={holder} document={EMPTY_POLICY} />
      ) : existing.failure ? (
        <FailureBox failure={existing.failure} retry={existing.reload} />
      ) : (
        <Loaded load={existing}>{(document) => <Editor holder={holder} policy={policy} document={editable(document)} />}</Loaded>
      )}
    </Page>
  );
}

function Editor({ holder, policy, document }: { holder: Holder; policy?: string; document: string }): ReactNode {
  const draft = useDraft({ text: document, policyName: policy ?? "" });
  const { text, policyName } = draft.value;
  const action = useAction();
  const flash = useFlash();
  const go = useGo();
  const back = holderPage(holder.kind, holder.name);
  const save = (): void =>
    action.run(async () => {
      await holder.putInline(policyName, text);
      flash({ type: "success", text: `Policy ${policyName} ${policy === undefined ? "created" : "saved"}.` });
      draft.done();
      go(back);
    });
  const cancel = (): void => {
    draft.done();
    go(back);
  };
  return (
    <SpaceBetween size="l">
      {draft.notice}
      <FailureBox failure={action.failure} />
      <Container header={<Header variant="h2">Policy editor</Header>}>
        <PolicyEditor kind="IDENTITY" views={policy === undefined ? "visual" : "json"} value={text} onChange={(changed) => draft.set({ text: changed })} limit={LIMITS[holder.kind]} />
      </Container>
      {policy === undefined && (
        <Container header={<Header variant="h2">Policy details</Header>}>
          <FormField label="Policy name" constraintText="At most 128 letters, digits, and + = , . @ - _">
            <Input value={policyName} onChange={({ detail }) => draft.set({ policyName: detail.value })} />
          </FormField>
        </Container>
      )}
      <FormActions cancel={cancel}>
        <Button variant="primary" loading={action.busy} disabled={policyName === "" || jsonError(text) !== undefined} onClick={save}>
          {policy === undefined ? "Create policy" : "Save changes"}
        </Button>
      </FormActions>
    </SpaceBetween>
  );
}
