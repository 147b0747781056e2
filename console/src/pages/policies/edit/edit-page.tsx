import { CreatePolicyVersionCommand, DeletePolicyVersionCommand, GetPolicyCommand, GetPolicyVersionCommand, ListPolicyVersionsCommand, type PolicyVersion } from "@aws-sdk/client-iam";
import Checkbox from "@cloudscape-design/components/checkbox";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Wizard from "@cloudscape-design/components/wizard";
import { type ReactNode, useState } from "react";
import { useParams } from "react-router";
import { useFlash } from "../../../app/flash";
import { useFrame } from "../../../app/frame";
import { useIam } from "../../../aws/iam";
import { useAction } from "../../../data/use-action";
import { useDraft } from "../../../parts/use-draft";
import { useLoad } from "../../../data/use-load";
import { decodeDocument, everyItem } from "../../../iam/holder";
import { nextMarker } from "../../../iam/markers";
import { nameOf, policyPage, pretty } from "../../../iam/policy-type";
import { Confirm } from "../../../parts/confirm";
import { FailureBox } from "../../../parts/failure-box";
import { Loaded } from "../../../parts/loaded";
import { PolicyDiff } from "../../../parts/policy-diff";
import { jsonError, PolicyEditor } from "../../../parts/policy-editor";
import { useGo } from "../../../session/session";
import { editable } from "../../../visual/editable";
import { AffectedEntities } from "./affected";
import { MANAGED_POLICY_LIMIT, VERSION_LIMIT } from "./limits";
import { PolicySummary } from "./policy-summary";

interface Existing {
  document: string;
  versions: PolicyVersion[];
}

export default function EditPolicyPage(): ReactNode {
  const { policy: arn = "" } = useParams();
  const iam = useIam();
  useFrame(
    `Edit ${nameOf(arn)}`,
    [{ text: "Policies", page: "iam/policies" }, { text: nameOf(arn), page: policyPage(arn) }, { text: "Edit policy" }],
    "wizard",
  );
  const load = useLoad<Existing>(`policy-to-edit:${arn}`, async () => {
    const { Policy } = await iam.send(new GetPolicyCommand({ PolicyArn: arn }));
    const answer = await iam.send(new GetPolicyVersionCommand({ PolicyArn: arn, VersionId: Policy?.DefaultVersionId }));
    const versions = await everyItem(async (Marker) => {
      const part = await iam.send(new ListPolicyVersionsCommand({ PolicyArn: arn, Marker }));
      return { items: part.Versions ?? [], next: nextMarker(part) };
    });
    return { document: editable(decodeDocument(answer.PolicyVersion?.Document)), versions };
  });
  if (load.failure) {
    return (
      <>
        <h1 className="hidden-heading">Edit {nameOf(arn)}</h1>
        <FailureBox failure={load.failure} retry={load.reload} />
      </>
    );
  }
  return <Loaded load={load}>{(existing) => <Steps arn={arn} {...existing} />}</Loaded>;
}

/** The version that makes room for a sixth: the oldest that is not in force. */
function oldest(versions: readonly PolicyVersion[]): PolicyVersion | undefined {
  return versions.filter((version) => version.IsDefaultVersion !== true).sort((a, b) => (a.CreateDate?.getTime() ?? 0) - (b.CreateDate?.getTime() ?? 0))[0];
}

function Steps({ arn, document, versions }: Existing & { arn: string }): ReactNode {
  const iam = useIam();
  const go = useGo();
  const flash = useFlash();
  const [step, setStep] = useState(0);
  const draft = useDraft({ text: document, asDefault: true });
  const { text, asDefault } = draft.value;
  const [asking, setAsking] = useState(false);
  const action = useAction();
  const back = policyPage(arn);
  const leaving = versions.length >= VERSION_LIMIT ? oldest(versions) : undefined;

  const save = async (): Promise<void> => {
    if (leaving) await iam.send(new DeletePolicyVersionCommand({ PolicyArn: arn, VersionId: leaving.VersionId }));
    const { PolicyVersion: made } = await iam.send(new CreatePolicyVersionCommand({ PolicyArn: arn, PolicyDocument: text, SetAsDefault: asDefault }));
    flash({ type: "success", text: `Policy ${nameOf(arn)}: version ${made?.VersionId ?? ""} saved${asDefault ? " and in force" : ""}.` });
    draft.done();
    go(`${back}${asDefault ? "" : "?tab=versions"}`);
  };

  return (
    <>
      <Wizard
        activeStepIndex={step}
        isLoadingNextStep={action.busy}
        submitButtonText="Save changes"
        onCancel={() => {
          draft.done();
          go(back);
        }}
        onNavigate={({ detail }) => {
          if (detail.requestedStepIndex < step || jsonError(text) === undefined) setStep(detail.requestedStepIndex);
        }}
        onSubmit={() => {
          if (leaving) setAsking(true);
          else action.run(save);
        }}
        steps={[
          {
            title: "Modify permissions",
            content: (
              <div className="stack">
                {draft.notice}
                <Container header={<Header variant="h2">Policy editor</Header>}>
                  <PolicyEditor kind="IDENTITY" views="json" value={text} onChange={(changed) => draft.set({ text: changed })} limit={MANAGED_POLICY_LIMIT} />
                </Container>
              </div>
            ),
          },
          {
            title: "Review and save",
            content: (
              <SpaceBetween size="l">
                {draft.notice}
                <FailureBox failure={action.failure} />
                <Container header={<Header variant="h2">Changes</Header>}>
                  {pretty(text) === pretty(document) ? "Nothing has changed." : <PolicyDiff before={document} after={text} label="Changes" />}
                </Container>
                <AffectedEntities arn={arn} atOnce={asDefault} />
                <PolicySummary document={text} />
                <Container header={<Header variant="h2">Version</Header>}>
                  <Checkbox checked={asDefault} onChange={({ detail }) => draft.set({ asDefault: detail.checked })}>
                    Set this new version as the default.
                  </Checkbox>
                </Container>
              </SpaceBetween>
            ),
          },
        ]}
      />
      {asking && leaving && (
        <Confirm title={`Delete version ${leaving.VersionId ?? ""} to make room?`} button="Delete version and save" onCancel={() => setAsking(false)} work={save} onDone={() => setAsking(false)}>
          A policy has at most {VERSION_LIMIT} versions. Version {leaving.VersionId} is the oldest that is not in force; you cannot go back to it afterwards.
        </Confirm>
      )}
    </>
  );
}
