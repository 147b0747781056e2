import { AddUserToGroupCommand, GetGroupCommand, type User } from "@aws-sdk/client-iam";
import Button from "@cloudscape-design/components/button";
import { type ReactNode, useState } from "react";
import { useParams } from "react-router";
import { useFlash } from "../../app/flash";
import { useIam } from "../../aws/iam";
import { useAction } from "../../data/use-action";
import { useAll } from "../../data/use-all";
import { holderPage } from "../../iam/holder";
import { nextMarker } from "../../iam/markers";
import { UsersPicker } from "../../iam/user-picker";
import { FailureBox } from "../../parts/failure-box";
import { FormActions } from "../../parts/form-actions";
import { Page } from "../../parts/page";
import { useGo } from "../../session/session";

export default function AddUsersPage(): ReactNode {
  const { group = "" } = useParams();
  const iam = useIam();
  const go = useGo();
  const flash = useFlash();
  const [chosen, setChosen] = useState<User[]>([]);
  const action = useAction();
  const members = useAll(`members:${group}`, async (Marker) => {
    const answer = await iam.send(new GetGroupCommand({ GroupName: group, Marker }));
    return { items: answer.Users ?? [], next: nextMarker(answer) };
  });
  const back = holderPage("group", group);
  const add = (): void =>
    action.run(async () => {
      for (const { UserName } of chosen) await iam.send(new AddUserToGroupCommand({ GroupName: group, UserName }));
      flash({ type: "success", text: chosen.length === 1 ? `User added to group ${group}.` : `${chosen.length} users added to group ${group}.` });
      go(back);
    });
  return (
    <Page title={`Add users to ${group}`} crumbs={[{ text: "User groups", page: "iam/groups" }, { text: group, page: back }]}>
      <FailureBox failure={action.failure} />
      <UsersPicker title="Other users in this account" selected={chosen} onSelect={setChosen} without={new Set(members.items.map((user) => user.UserName ?? ""))} />
      <FormActions cancel={() => go(back)}>
        <Button variant="primary" disabled={chosen.length === 0} loading={action.busy} onClick={add}>
          Add users
        </Button>
      </FormActions>
    </Page>
  );
}
