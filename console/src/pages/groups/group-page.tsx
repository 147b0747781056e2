import { GetGroupCommand, type Group, RemoveUserFromGroupCommand, UpdateGroupCommand, type User } from "@aws-sdk/client-iam";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import FormField from "@cloudscape-design/components/form-field";
import Header from "@cloudscape-design/components/header";
import Input from "@cloudscape-design/components/input";
import KeyValuePairs from "@cloudscape-design/components/key-value-pairs";
import { type ReactNode, useState } from "react";
import { useParams } from "react-router";
import { useFlash } from "../../app/flash";
import { useIam } from "../../aws/iam";
import { type All, useAll } from "../../data/use-all";
import { useLoad } from "../../data/use-load";
import { groupRecipe } from "../../iam/copy-as";
import { holderOf, holderPage } from "../../iam/holder";
import { policyFacts } from "../../iam/holder-facts";
import { LastAccessedTab } from "../../iam/last-accessed-tab";
import { nextMarker } from "../../iam/markers";
import { PermissionsPanel } from "../../iam/permissions-panel";
import { Confirm } from "../../parts/confirm";
import { Copy } from "../../parts/copy";
import { CopyAs } from "../../parts/copy-as";
import { DataTable, Empty } from "../../parts/data-table";
import { GoButton } from "../../parts/go-button";
import { FailureBox } from "../../parts/failure-box";
import { Page } from "../../parts/page";
import { PageLink } from "../../parts/page-link";
import { PageTabs } from "../../parts/page-tabs";
import { Ago, When } from "../../parts/when";
import { useGo } from "../../session/session";
import { DeleteGroups } from "./delete-groups";

export default function GroupPage(): ReactNode {
  const { group: groupName = "" } = useParams();
  const iam = useIam();
  const go = useGo();
  const flash = useFlash();
  const [dialog, setDialog] = useState<"delete" | "rename">();
  const group = useLoad<Partial<Group>>(`group:${groupName}`, async () => (await iam.send(new GetGroupCommand({ GroupName: groupName, MaxItems: 1 }))).Group ?? {});
  const users = useAll(`members:${groupName}`, async (Marker) => {
    const answer = await iam.send(new GetGroupCommand({ GroupName: groupName, Marker }));
    return { items: answer.Users ?? [], next: nextMarker(answer) };
  });
  return (
    <Page title={groupName} crumbs={[{ text: "User groups", page: "iam/groups" }]} actions={<div className="actions"><CopyAs recipe={group.value && (async () => groupRecipe({ name: groupName, path: group.value?.Path, ...(await policyFacts(holderOf(iam, "group", groupName))) }))} /><Button onClick={() => setDialog("delete")}>Delete</Button></div>}>
      <FailureBox failure={group.failure} retry={group.reload} />
      <Container
        header={
          <Header variant="h2" actions={<Button onClick={() => setDialog("rename")}>Edit</Button>}>
            Summary
          </Header>
        }
      >
        <KeyValuePairs
          columns={3}
          items={[
            { label: "User group name", value: <span className="long-name">{groupName}</span> },
            { label: "Creation time", value: <When time={group.value?.CreateDate} /> },
            { label: "ARN", value: group.value?.Arn === undefined ? "-" : <Copy text={group.value.Arn} of="ARN" /> },
          ]}
        />
      </Container>
      <PageTabs
        tabs={[
          { id: "users", label: users.failure || users.loading ? "Users" : `Users (${users.items.length})`, content: () => <UsersTab groupName={groupName} users={users} /> },
          { id: "permissions", label: "Permissions", content: () => <PermissionsPanel holder={holderOf(iam, "group", groupName)} /> },
          { id: "last-accessed", label: "Last Accessed", content: () => <LastAccessedTab arn={group.value?.Arn} /> },
        ]}
      />
      {dialog === "delete" && (
        <DeleteGroups
          names={[groupName]}
          onCancel={() => setDialog(undefined)}
          onDone={() => {
            flash({ type: "success", text: `User group ${groupName} deleted.` });
            go("iam/groups");
          }}
        />
      )}
      {dialog === "rename" && <Rename groupName={groupName} close={() => setDialog(undefined)} />}
    </Page>
  );
}

function Rename({ groupName, close }: { groupName: string; close: () => void }): ReactNode {
  const iam = useIam();
  const go = useGo();
  const flash = useFlash();
  const [wanted, setWanted] = useState(groupName);
  return (
    <Confirm
      title="Edit user group"
      harmless
      button="Save changes"
      disabled={wanted === "" || wanted === groupName}
      onCancel={close}
      work={async () => {
        await iam.send(new UpdateGroupCommand({ GroupName: groupName, NewGroupName: wanted }));
      }}
      onDone={() => {
        close();
        flash({ type: "success", text: `User group ${groupName} is now called ${wanted}.` });
        go(holderPage("group", wanted));
      }}
    >
      <FormField label="User group name" description="Policies that name the group's ARN do not follow the new name.">
        <Input value={wanted} autoFocus onChange={({ detail }) => setWanted(detail.value)} />
      </FormField>
    </Confirm>
  );
}

function UsersTab({ groupName, users }: { groupName: string; users: All<User> }): ReactNode {
  const iam = useIam();
  const flash = useFlash();
  const [chosen, setChosen] = useState<User[]>([]);
  const [removing, setRemoving] = useState(false);
  const words = chosen.length === 1 ? `user ${chosen[0]?.UserName ?? ""}` : `${chosen.length} users`;
  const add = <GoButton page={`${holderPage("group", groupName)}/add-users`}>Add users</GoButton>;
  return (
    <>
      <DataTable<User>
        noun="users in this group"
        title="Users in this group"
        variant="container"
        items={users.items}
        loading={users.loading}
        failure={users.failure}
        retry={users.reload}
        cut={users.cut}
        id={(user) => user.UserName ?? ""}
        rowName={(user) => user.UserName ?? ""}
        selection="multi"
        selected={chosen}
        onSelect={setChosen}
        actions={
          <>
            <Button disabled={chosen.length === 0} onClick={() => setRemoving(true)}>
              Remove users
            </Button>
            {add}
          </>
        }
        columns={[
          { id: "name", header: "User name", text: (user) => user.UserName, cell: (user) => <PageLink page={holderPage("user", user.UserName ?? "")}>{user.UserName}</PageLink> },
          { id: "activity", header: "Last activity", text: (user) => user.PasswordLastUsed?.getTime(), cell: (user) => <Ago time={user.PasswordLastUsed} /> },
          { id: "created", header: "Creation time", text: (user) => user.CreateDate?.getTime(), cell: (user) => <When time={user.CreateDate} /> },
        ]}
        empty={<Empty title="No users" reason="Users in the group get its policies." action={add} />}
      />
      {removing && (
        <Confirm
          title={`Remove ${words} from ${groupName}?`}
          button="Remove users"
          onCancel={() => setRemoving(false)}
          work={async () => {
            for (const { UserName } of chosen) await iam.send(new RemoveUserFromGroupCommand({ GroupName: groupName, UserName }));
          }}
          onDone={() => {
            setRemoving(false);
            setChosen([]);
            users.reload();
            flash({ type: "success", text: `${words.charAt(0).toUpperCase()}${words.slice(1)} removed from group ${groupName}.` });
          }}
        >
          They lose what only the policies of this group allow.
        </Confirm>
      )}
    </>
  );
}
