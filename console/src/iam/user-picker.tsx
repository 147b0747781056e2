import type { User } from "@aws-sdk/client-iam";
import type { ReactNode } from "react";
import { DataTable, Empty } from "../parts/data-table";
import { Ago, When } from "../parts/when";
import { useUsers } from "./use-users";

/** A table of users to add to a group. */
export function UsersPicker({ title, selected, onSelect, without }: { title: string; selected: readonly User[]; onSelect: (users: User[]) => void; without?: ReadonlySet<string> }): ReactNode {
  const users = useUsers();
  return (
    <DataTable<User>
      noun="users to add"
      title={title}
      variant="container"
      items={users.items.filter((user) => without?.has(user.UserName ?? "") !== true)}
      loading={users.loading}
      failure={users.failure}
      retry={users.reload}
      cut={users.cut}
      selection="multi"
      selected={selected}
      onSelect={onSelect}
      id={(user) => user.UserName ?? ""}
      rowName={(user) => user.UserName ?? ""}
      columns={[
        { id: "name", header: "User name", text: (user) => user.UserName, cell: (user) => <span className="long-name">{user.UserName}</span> },
        { id: "activity", header: "Last activity", text: (user) => user.PasswordLastUsed?.getTime(), cell: (user) => <Ago time={user.PasswordLastUsed} /> },
        { id: "created", header: "Creation time", text: (user) => user.CreateDate?.getTime(), cell: (user) => <When time={user.CreateDate} /> },
      ]}
      empty={<Empty title="No users" reason="None is left to add." />}
    />
  );
}
