import { AddUserToGroupCommand, type Group, ListGroupsForUserCommand } from "@aws-sdk/client-iam";
import Button from "@cloudscape-design/components/button";
import { type ReactNode, useState } from "react";
import { useParams } from "react-router";
import { useFlash } from "../../app/flash";
import { useIam } from "../../aws/iam";
import { useAction } from "../../data/use-action";
import { useAll } from "../../data/use-all";
import { GroupPicker } from "../../iam/group-picker";
import { holderPage } from "../../iam/holder";
import { nextMarker } from "../../iam/markers";
import { FailureBox } from "../../parts/failure-box";
import { FormActions } from "../../parts/form-actions";
import { Page } from "../../parts/page";
import { useGo } from "../../session/session";

export default function AddToGroupsPage(): ReactNode {
  const { user = "" } = useParams();
  const iam = useIam();
  const go = useGo();
  const flash = useFlash();
  const [chosen, setChosen] = useState<Group[]>([]);
  const action = useAction();
  const member = useAll(`groups-of:${user}`, async (Marker) => {
    const answer = await iam.send(new ListGroupsForUserCommand({ UserName: user, Marker }));
    return { items: answer.Groups ?? [], next: nextMarker(answer) };
  });
  const back = `${holderPage("user", user)}?tab=groups`;
  const add = (): void =>
    action.run(async () => {
      for (const { GroupName } of chosen) await iam.send(new AddUserToGroupCommand({ UserName: user, GroupName }));
      flash({ type: "success", text: chosen.length === 1 ? `User added to group ${chosen[0]?.GroupName ?? ""}.` : `User added to ${chosen.length} groups.` });
      go(back);
    });
  return (
    <Page title={`Add ${user} to groups`} crumbs={[{ text: "Users", page: "iam/users" }, { text: user, page: holderPage("user", user) }]}>
      <FailureBox failure={action.failure} />
      <GroupPicker selected={chosen} onSelect={setChosen} without={new Set(member.items.map((group) => group.GroupName ?? ""))} />
      <FormActions cancel={() => go(back)}>
        <Button variant="primary" disabled={chosen.length === 0} loading={action.busy} onClick={add}>
          Add user to group(s)
        </Button>
      </FormActions>
    </Page>
  );
}
