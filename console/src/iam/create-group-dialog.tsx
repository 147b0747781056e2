import { AttachGroupPolicyCommand, CreateGroupCommand, type Policy } from "@aws-sdk/client-iam";
import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { type ReactNode, useState } from "react";
import { useIam } from "../aws/iam";
import { useAction } from "../data/use-action";
import { Dialog } from "../parts/dialog";
import { FailureBox } from "../parts/failure-box";
import { PolicyPicker } from "./policy-picker";

export function CreateGroupDialog({ close, done }: { close: () => void; done: (group: string) => void }): ReactNode {
  const iam = useIam();
  const [groupName, setGroupName] = useState("");
  const [policies, setPolicies] = useState<Policy[]>([]);
  const action = useAction();
  const create = (): void =>
    action.run(async () => {
      await iam.send(new CreateGroupCommand({ GroupName: groupName }));
      for (const { Arn } of policies) await iam.send(new AttachGroupPolicyCommand({ GroupName: groupName, PolicyArn: Arn }));
      done(groupName);
    });
  return (
    <Dialog large title="Create user group" button="Create user group" disabled={groupName === ""} busy={action.busy} onSubmit={create} onCancel={close}>
      <SpaceBetween size="m">
        <FailureBox failure={action.failure} />
        <FormField label="User group name" constraintText="At most 128 letters, digits, and + = , . @ - _">
          <Input value={groupName} autoFocus onChange={({ detail }) => setGroupName(detail.value)} />
        </FormField>
        <PolicyPicker selection="multi" selected={policies} onSelect={setPolicies} headingLevel="h3" />
      </SpaceBetween>
    </Dialog>
  );
}
