import { AddUserToGroupCommand, AttachGroupPolicyCommand, CreateGroupCommand, type Policy, type User } from "@aws-sdk/client-iam";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import FormField from "@cloudscape-design/components/form-field";
import Header from "@cloudscape-design/components/header";
import Input from "@cloudscape-design/components/input";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { type ReactNode, useState } from "react";
import { useFlash } from "../../app/flash";
import { useIam } from "../../aws/iam";
import { useAction } from "../../data/use-action";
import { holderPage } from "../../iam/holder";
import { PolicyPicker } from "../../iam/policy-picker";
import { UsersPicker } from "../../iam/user-picker";
import { FailureBox } from "../../parts/failure-box";
import { FormActions } from "../../parts/form-actions";
import { Page } from "../../parts/page";
import { PageLink } from "../../parts/page-link";
import { useGo } from "../../session/session";

const GROUP_NAME = /^[\w+=,.@-]{1,128}$/;

export default function CreateGroupPage(): ReactNode {
  const iam = useIam();
  const go = useGo();
  const flash = useFlash();
  const [groupName, setGroupName] = useState("");
  const [users, setUsers] = useState<User[]>([]);
  const [policies, setPolicies] = useState<Policy[]>([]);
  const [tried, setTried] = useState(false);
  const action = useAction();
  const valid = GROUP_NAME.test(groupName);
  const create = (): void => {
    setTried(true);
    if (!valid) return;
    action.run(async () => {
      await iam.send(new CreateGroupCommand({ GroupName: groupName }));
      flash({ type: "success", text: `User group ${groupName} created.`, action: <PageLink page={holderPage("group", groupName)}>View group</PageLink> });
      for (const { UserName } of users) await iam.send(new AddUserToGroupCommand({ GroupName: groupName, UserName }));
      for (const { Arn } of policies) await iam.send(new AttachGroupPolicyCommand({ GroupName: groupName, PolicyArn: Arn }));
      go("iam/groups");
    });
  };
  return (
    <Page title="Create user group" crumbs={[{ text: "User groups", page: "iam/groups" }]}>
      <SpaceBetween size="l">
        <FailureBox failure={action.failure} />
        <Container header={<Header variant="h2">Name the group</Header>}>
          <FormField label="User group name" errorText={tried && !valid ? "Enter a name of the allowed characters." : undefined} constraintText="At most 128 letters, digits, and + = , . @ - _">
            <Input value={groupName} autoFocus onChange={({ detail }) => setGroupName(detail.value.trim())} />
          </FormField>
        </Container>
        <UsersPicker title="Add users to the group - Optional" selected={users} onSelect={setUsers} />
        <PolicyPicker title="Attach permissions policies - Optional" selection="multi" selected={policies} onSelect={setPolicies} />
        <FormActions cancel={() => go("iam/groups")}>
          <Button variant="primary" loading={action.busy} onClick={create}>
            Create user group
          </Button>
        </FormActions>
      </SpaceBetween>
    </Page>
  );
}
