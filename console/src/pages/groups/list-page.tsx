import { type Group, GetGroupCommand, ListAttachedGroupPoliciesCommand, ListGroupPoliciesCommand } from "@aws-sdk/client-iam";
import { type ReactNode, useState } from "react";
import { useFlash } from "../../app/flash";
import { useIam } from "../../aws/iam";
import { holderPage } from "../../iam/holder";
import { useGroups } from "../../iam/use-groups";
import { Empty } from "../../parts/data-table";
import { GoButton } from "../../parts/go-button";
import { LazyCell } from "../../parts/lazy-cell";
import { ListActions } from "../../parts/list-actions";
import { ListPage } from "../../parts/list-page";
import { PageLink } from "../../parts/page-link";
import { When } from "../../parts/when";
import { DeleteGroups } from "./delete-groups";

export default function GroupsPage(): ReactNode {
  const iam = useIam();
  const flash = useFlash();
  const groups = useGroups();
  const [members, setMembers] = useState(() => new Map<string, Promise<string>>());
  const [policies, setPolicies] = useState(() => new Map<string, Promise<boolean>>());
  const [chosen, setChosen] = useState<Group[]>([]);
  const [deleting, setDeleting] = useState(false);
  const reload = (): void => {
    setMembers(new Map());
    setPolicies(new Map());
    groups.reload();
  };
  const create = (
    <GoButton page="iam/groups/create" variant="primary">
      Create group
    </GoButton>
  );
  return (
    <>
      <ListPage<Group>
        noun="user groups"
        title="IAM user groups"
        pageTitle="User groups"
        crumbs={[]}
        items={groups.items}
        loading={groups.loading}
        failure={groups.failure}
        retry={reload}
        cut={groups.cut}
        id={(group) => group.GroupName ?? ""}
        rowName={(group) => group.GroupName ?? ""}
        selection="multi"
        selected={chosen}
        onSelect={setChosen}
        actions={<ListActions reload={reload} chosen={chosen.length} onDelete={() => setDeleting(true)} create={create} />}
        columns={[
          { id: "name", header: "Group name", text: (group) => group.GroupName, cell: (group) => <PageLink page={holderPage("group", group.GroupName ?? "")}><span className="long-name">{group.GroupName}</span></PageLink> },
          {
            id: "users",
            header: "Users",
            cell: (group) => (
              <LazyCell
                id={group.GroupName ?? ""}
                cache={members}
                read={async () => {
                  const answer = await iam.send(new GetGroupCommand({ GroupName: group.GroupName }));
                  return `${answer.Users?.length ?? 0}${answer.IsTruncated === true ? "+" : ""}`;
                }}
              >
                {(count) => count}
              </LazyCell>
            ),
          },
          {
            id: "permissions",
            header: "Permissions",
            cell: (group) => (
              <LazyCell
                id={group.GroupName ?? ""}
                cache={policies}
                read={async () => {
                  const [attached, inline] = await Promise.all([
                    iam.send(new ListAttachedGroupPoliciesCommand({ GroupName: group.GroupName })),
                    iam.send(new ListGroupPoliciesCommand({ GroupName: group.GroupName })),
                  ]);
                  return (attached.AttachedPolicies?.length ?? 0) + (inline.PolicyNames?.length ?? 0) > 0;
                }}
              >
                {(defined) => (defined ? "Defined" : "Not defined")}
              </LazyCell>
            ),
          },
          { id: "created", header: "Creation time", text: (group) => group.CreateDate?.getTime(), cell: (group) => <When time={group.CreateDate} /> },
          { id: "arn", header: "ARN", extra: true, text: (group) => group.Arn, cell: (group) => <span className="long-name">{group.Arn}</span> },
        ]}
        empty={<Empty title="No user groups" reason="A group gives the same policies to several users." action={create} />}
      />
      {deleting && (
        <DeleteGroups
          names={chosen.map((group) => group.GroupName ?? "")}
          onCancel={() => setDeleting(false)}
          onDone={() => {
            setDeleting(false);
            flash({ type: "success", text: chosen.length === 1 ? `User group ${chosen[0]?.GroupName ?? ""} deleted.` : `${chosen.length} user groups deleted.` });
            setChosen([]);
            reload();
          }}
        />
      )}
    </>
  );
}
