import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import KeyValuePairs from "@cloudscape-design/components/key-value-pairs";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Wizard from "@cloudscape-design/components/wizard";
import { type ReactNode, useState } from "react";
import { useParams } from "react-router";
import { useFlash } from "../../app/flash";
import { useFrame } from "../../app/frame";
import { useIam } from "../../aws/iam";
import { useAction } from "../../data/use-action";
import { useAll } from "../../data/use-all";
import { grant } from "../../iam/grant";
import { holderOf, holderPage } from "../../iam/holder";
import { NO_PERMISSIONS, PermissionOptions } from "../../iam/permission-options";
import { PermissionSummary, summaryRows } from "../../iam/permission-summary";
import { FailureBox } from "../../parts/failure-box";
import { useGo } from "../../session/session";

export default function AddPermissionsPage(): ReactNode {
  const { user = "" } = useParams();
  const iam = useIam();
  const go = useGo();
  const flash = useFlash();
  const [step, setStep] = useState(0);
  const [wish, setWish] = useState(NO_PERMISSIONS);
  const action = useAction();
  const attached = useAll(`attached:user:${user}`, holderOf(iam, "user", user).listAttached);
  const back = holderPage("user", user);
  useFrame("Add permissions", [{ text: "Users", page: "iam/users" }, { text: user, page: back }, { text: "Add permissions" }], "wizard");
  return (
    <Wizard
      activeStepIndex={step}
      isLoadingNextStep={action.busy}
      submitButtonText="Add permissions"
      onCancel={() => go(back)}
      onNavigate={({ detail }) => setStep(detail.requestedStepIndex)}
      onSubmit={() =>
        action.run(async () => {
          await grant(iam, user, wish);
          flash({ type: "success", text: `Permissions of user ${user} added.` });
          go(back);
        })
      }
      steps={[
        { title: "Add permissions", content: <PermissionOptions wish={wish} onChange={setWish} without={new Set(attached.items.map((policy) => policy.arn))} /> },
        {
          title: "Review",
          content: (
            <SpaceBetween size="l">
              <FailureBox failure={action.failure} />
              <Container header={<Header variant="h2">User details</Header>}>
                <KeyValuePairs items={[{ label: "User name", value: <span className="long-name">{user}</span> }]} />
              </Container>
              <PermissionSummary rows={summaryRows(wish)} />
            </SpaceBetween>
          ),
        },
      ]}
    />
  );
}
