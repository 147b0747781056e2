import { type Group, ListAttachedGroupPoliciesCommand, ListGroupsForUserCommand, RemoveUserFromGroupCommand } from "@aws-sdk/client-iam";
import Button from "@cloudscape-design/components/button";
import { type ReactNode, useState } from "react";
import { useFlash } from "../../../app/flash";
import { useIam } from "../../../aws/iam";
import { useAll } from "../../../data/use-all";
import { holderPage } from "../../../iam/holder";
import { nextMarker } from "../../../iam/markers";
import { Confirm } from "../../../parts/confirm";
import { DataTable, Empty } from "../../../parts/data-table";
import { GoButton } from "../../../parts/go-button";
import { LazyCell } from "../../../parts/lazy-cell";
import { PageLink } from "../../../parts/page-link";

export function GroupsTab({ userName }: { userName: string }): ReactNode {
  const iam = useIam();
  const flash = useFlash();
  const [policies] = useState(() => new Map<string, Promise<string[]>>());
  const [chosen, setChosen] = useState<Group[]>([]);
  const [removing, setRemoving] = useState(false);
  const groups = useAll(`groups-of:${userName}`, async (Marker) => {
    const answer = await iam.send(new ListGroupsForUserCommand({ UserName: userName, Marker }));
    return { items: answer.Groups ?? [], next: nextMarker(answer) };
  });
  const addPage = `${holderPage("user", userName)}/add-to-groups`;
  const words = chosen.length === 1 ? `group ${chosen[0]?.GroupName ?? ""}` : `${chosen.length} groups`;
  return (
    <>
      <DataTable<Group>
        noun="groups"
        title="User groups membership"
        variant="container"
        items={groups.items}
        loading={groups.loading}
        failure={groups.failure}
        retry={groups.reload}
        id={(group) => group.GroupName ?? ""}
        rowName={(group) => group.GroupName ?? ""}
        selection="multi"
        selected={chosen}
        onSelect={setChosen}
        actions={
          <>
            <Button disabled={chosen.length === 0} onClick={() => setRemoving(true)}>
              Remove
            </Button>
            <GoButton page={addPage}>Add user to groups</GoButton>
          </>
        }
        columns={[
          { id: "name", header: "Group name", text: (group) => group.GroupName, cell: (group) => <PageLink page={holderPage("group", group.GroupName ?? "")}>{group.GroupName}</PageLink> },
          {
            id: "policies",
            header: "Attached policies",
            cell: (group) => (
              <LazyCell
                id={group.GroupName ?? ""}
                cache={policies}
                read={async () => {
                  const answer = await iam.send(new ListAttachedGroupPoliciesCommand({ GroupName: group.GroupName }));
                  return (answer.AttachedPolicies ?? []).map((policy) => policy.PolicyName ?? "");
                }}
              >
                {(names) => (names.length === 0 ? "-" : names.join(", "))}
              </LazyCell>
            ),
          },
        ]}
        empty={<Empty title="No groups" reason="A user gets the policies of the groups it is in." action={<GoButton page={addPage}>Add user to groups</GoButton>} />}
      />
      {removing && (
        <Confirm
          title={`Remove ${userName} from ${words}?`}
          button="Remove"
          onCancel={() => setRemoving(false)}
          work={async () => {
            for (const { GroupName } of chosen) await iam.send(new RemoveUserFromGroupCommand({ UserName: userName, GroupName }));
          }}
          onDone={() => {
            setRemoving(false);
            setChosen([]);
            groups.reload();
            flash({ type: "success", text: `User ${userName} removed from ${words}.` });
          }}
        >
          The user loses what only the policies of {chosen.length === 1 ? "this group" : "these groups"} allow.
        </Confirm>
      )}
    </>
  );
}
