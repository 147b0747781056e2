import type { Group } from "@aws-sdk/client-iam";
import { type ReactNode, useState } from "react";
import Button from "@cloudscape-design/components/button";
import { DataTable, Empty } from "../parts/data-table";
import { When } from "../parts/when";
import { CreateGroupDialog } from "./create-group-dialog";
import { useGroups } from "./use-groups";

export function GroupPicker({ selected, onSelect, without }: { selected: readonly Group[]; onSelect: (groups: Group[]) => void; without?: ReadonlySet<string> }): ReactNode {
  const groups = useGroups();
  const [creating, setCreating] = useState(false);
  const create = <Button formAction="none" onClick={() => setCreating(true)}>Create group</Button>;
  return (
    <>
      <DataTable<Group>
        noun="groups to choose"
        title="User groups"
        variant="container"
        items={groups.items.filter((group) => without?.has(group.GroupName ?? "") !== true)}
        loading={groups.loading}
        failure={groups.failure}
        retry={groups.reload}
        cut={groups.cut}
        selection="multi"
        selected={selected}
        onSelect={onSelect}
        id={(group) => group.GroupName ?? ""}
        rowName={(group) => group.GroupName ?? ""}
        actions={create}
        columns={[
          { id: "name", header: "Group name", text: (group) => group.GroupName, cell: (group) => <span className="long-name">{group.GroupName}</span> },
          { id: "created", header: "Created", text: (group) => group.CreateDate?.getTime(), cell: (group) => <When time={group.CreateDate} /> },
        ]}
        empty={<Empty title="Get started with groups" reason="A group gives the same policies to several users." action={create} />}
      />
      {creating && (
        <CreateGroupDialog
          close={() => setCreating(false)}
          done={() => {
            setCreating(false);
            groups.reload();
          }}
        />
      )}
    </>
  );
}
