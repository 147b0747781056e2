import type { Group, Policy, User } from "@aws-sdk/client-iam";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Tiles from "@cloudscape-design/components/tiles";
import type { ReactNode } from "react";
import { DataTable, Empty } from "../parts/data-table";
import { When } from "../parts/when";
import { GroupPicker } from "./group-picker";
import { PolicyPicker } from "./policy-picker";
import { useUsers } from "./use-users";

export type PermissionOption = "group" | "copy" | "attach";

export interface PermissionWish {
  option: PermissionOption;
  groups: Group[];
  /** The user whose groups and policies are copied. */
  from: User[];
  policies: Policy[];
}

export const NO_PERMISSIONS: PermissionWish = { option: "group", groups: [], from: [], policies: [] };

/** AWS's three tiles: through a group, as another user, or directly. */
export function PermissionOptions({ wish, onChange, without, groupsOf }: { wish: PermissionWish; onChange: (wish: PermissionWish) => void; without?: ReadonlySet<string>; groupsOf?: ReadonlySet<string> }): ReactNode {
  return (
    <SpaceBetween size="l">
      <Container header={<Header variant="h2">Permissions options</Header>}>
        <Tiles
          ariaLabel="Permissions options"
          value={wish.option}
          columns={3}
          items={[
            { value: "group", label: "Add user to group", description: "The user gets what the group may do." },
            { value: "copy", label: "Copy permissions", description: "The groups, policies and inline policies of another user." },
            { value: "attach", label: "Attach policies directly", description: "Policies for this user alone." },
          ]}
          onChange={({ detail }) => onChange({ ...wish, option: detail.value as PermissionOption })}
        />
      </Container>
      {wish.option === "group" && <GroupPicker selected={wish.groups} onSelect={(groups) => onChange({ ...wish, groups })} without={groupsOf} />}
      {wish.option === "copy" && <UserPicker selected={wish.from} onSelect={(from) => onChange({ ...wish, from })} />}
      {wish.option === "attach" && <PolicyPicker selection="multi" selected={wish.policies} onSelect={(policies) => onChange({ ...wish, policies })} without={without} />}
    </SpaceBetween>
  );
}

function UserPicker({ selected, onSelect }: { selected: readonly User[]; onSelect: (users: User[]) => void }): ReactNode {
  const users = useUsers();
  return (
    <DataTable<User>
      noun="users to copy"
      title="Users"
      variant="container"
      items={users.items}
      loading={users.loading}
      failure={users.failure}
      retry={users.reload}
      cut={users.cut}
      selection="single"
      selected={selected}
      onSelect={onSelect}
      id={(user) => user.UserName ?? ""}
      rowName={(user) => user.UserName ?? ""}
      columns={[
        { id: "name", header: "User name", text: (user) => user.UserName, cell: (user) => <span className="long-name">{user.UserName}</span> },
        { id: "created", header: "Creation time", text: (user) => user.CreateDate?.getTime(), cell: (user) => <When time={user.CreateDate} /> },
      ]}
      empty={<Empty title="No users" />}
    />
  );
}
