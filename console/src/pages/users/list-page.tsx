import {
  type AccessKeyMetadata,
  GetAccessKeyLastUsedCommand,
  GetLoginProfileCommand,
  type IAMClient,
  ListAccessKeysCommand,
  ListGroupsForUserCommand,
  ListMFADevicesCommand,
  ListUsersCommand,
  type User,
} from "@aws-sdk/client-iam";
import { type ReactNode, useState } from "react";
import { useFlash } from "../../app/flash";
import { isMissing, toFailure } from "../../aws/failure";
import { useIam } from "../../aws/iam";
import { useAll } from "../../data/use-all";
import { holderPage } from "../../iam/holder";
import { nextMarker, PAGE_ITEMS } from "../../iam/markers";
import { type Column, Empty } from "../../parts/data-table";
import { GoButton } from "../../parts/go-button";
import { LazyCell } from "../../parts/lazy-cell";
import { ListActions } from "../../parts/list-actions";
import { ListPage } from "../../parts/list-page";
import { PageLink } from "../../parts/page-link";
import { daysSince } from "../../parts/time";
import { Ago, When } from "../../parts/when";
import { DeleteUser } from "./delete-user";

/** What the table shows beside the user itself, asked for when a row is on the screen. */
class Facts {
  readonly groups = new Map<string, Promise<number>>();
  readonly devices = new Map<string, Promise<number>>();
  readonly keys = new Map<string, Promise<AccessKeyMetadata[]>>();
  readonly used = new Map<string, Promise<Date | undefined>>();
  readonly passwords = new Map<string, Promise<Date | undefined>>();
}

/** When the password was made; `undefined` if the user has none. */
export async function passwordDate(iam: IAMClient, UserName: string): Promise<Date | undefined> {
  try {
    return (await iam.send(new GetLoginProfileCommand({ UserName }))).LoginProfile?.CreateDate;
  } catch (error) {
    if (isMissing(toFailure(error))) return undefined;
    throw error;
  }
}

function columnsOf(iam: IAMClient, facts: Facts): Column<User>[] {
  const keys = (user: User, children: (keys: AccessKeyMetadata[]) => ReactNode): ReactNode => (
    <LazyCell
      id={user.UserName ?? ""}
      cache={facts.keys}
      read={async () => (await iam.send(new ListAccessKeysCommand({ UserName: user.UserName }))).AccessKeyMetadata ?? []}
    >
      {children}
    </LazyCell>
  );
  return [
    { id: "name", header: "User name", text: (user) => user.UserName, cell: (user) => <PageLink page={holderPage("user", user.UserName ?? "")}><span className="long-name">{user.UserName}</span></PageLink> },
    { id: "path", header: "Path", text: (user) => user.Path, cell: (user) => <span className="long-name">{user.Path}</span> },
    {
      id: "groups",
      header: "Groups",
      cell: (user) => (
        <LazyCell id={user.UserName ?? ""} cache={facts.groups} read={async () => (await iam.send(new ListGroupsForUserCommand({ UserName: user.UserName }))).Groups?.length ?? 0}>
          {(count) => count}
        </LazyCell>
      ),
    },
    { id: "activity", header: "Last activity", text: (user) => user.PasswordLastUsed?.getTime(), cell: (user) => <LastActivity user={user} iam={iam} facts={facts} /> },
    {
      id: "mfa",
      header: "MFA",
      cell: (user) => (
        <LazyCell id={user.UserName ?? ""} cache={facts.devices} read={async () => (await iam.send(new ListMFADevicesCommand({ UserName: user.UserName }))).MFADevices?.length ?? 0}>
          {(count) => (count === 0 ? "None" : count === 1 ? "1 device" : `${count} devices`)}
        </LazyCell>
      ),
    },
    {
      id: "password",
      header: "Password age",
      cell: (user) => (
        <LazyCell id={user.UserName ?? ""} cache={facts.passwords} read={() => passwordDate(iam, user.UserName ?? "")}>
          {(date) => (date ? days(date) : "-")}
        </LazyCell>
      ),
    },
    { id: "sign-in", header: "Console last sign-in", text: (user) => user.PasswordLastUsed?.getTime(), cell: (user) => <Ago time={user.PasswordLastUsed} /> },
    {
      id: "key",
      header: "Access key ID",
      minWidth: 200,
      cell: (user) => keys(user, (all) => (all.length === 0 ? "-" : all.map((key) => <div key={key.AccessKeyId}>{`${key.Status ?? ""} - ${key.AccessKeyId ?? ""}`}</div>))),
    },
    {
      id: "key-age",
      header: "Active key age",
      cell: (user) => keys(user, (all) => all.filter((key) => key.Status === "Active").map((key) => (key.CreateDate ? days(key.CreateDate) : "-")).join(", ") || "-"),
    },
    { id: "arn", header: "ARN", extra: true, minWidth: 260, text: (user) => user.Arn, cell: (user) => <span className="long-name">{user.Arn}</span> },
    { id: "created", header: "Creation time", extra: true, text: (user) => user.CreateDate?.getTime(), cell: (user) => <When time={user.CreateDate} /> },
  ];
}

function LastActivity({ user, iam, facts }: { user: User; iam: IAMClient; facts: Facts }): ReactNode {
  return (
    <LazyCell
      id={user.UserName ?? ""}
      cache={facts.used}
      read={async () => {
        const keys = (await iam.send(new ListAccessKeysCommand({ UserName: user.UserName }))).AccessKeyMetadata ?? [];
        const uses = await Promise.all(
          keys.map(async ({ AccessKeyId }) => (await iam.send(new GetAccessKeyLastUsedCommand({ AccessKeyId }))).AccessKeyLastUsed?.LastUsedDate),
        );
        const times = [...uses, user.PasswordLastUsed].flatMap((time) => (time ? [time.getTime()] : []));
        return times.length === 0 ? undefined : new Date(Math.max(...times));
      }}
    >
      {(time) => <Ago time={time} />}
    </LazyCell>
  );
}

function days(date: Date): string {
  const count = daysSince(date);
  return count === 1 ? "1 day" : `${count} days`;
}

export default function UsersPage(): ReactNode {
  const iam = useIam();
  const flash = useFlash();
  const [facts, setFacts] = useState(() => new Facts());
  const [chosen, setChosen] = useState<User[]>([]);
  const [deleting, setDeleting] = useState(false);
  const users = useAll("users", async (Marker) => {
    const answer = await iam.send(new ListUsersCommand({ Marker, MaxItems: PAGE_ITEMS }));
    return { items: answer.Users ?? [], next: nextMarker(answer) };
  });
  const reload = (): void => {
    setFacts(new Facts());
    users.reload();
  };
  return (
    <>
      <ListPage<User>
        noun="users"
        title="IAM users"
        pageTitle="Users"
        crumbs={[]}
        items={users.items}
        loading={users.loading}
        failure={users.failure}
        retry={reload}
        cut={users.cut}
        id={(user) => user.UserName ?? ""}
        rowName={(user) => user.UserName ?? ""}
        selection="multi"
        selected={chosen}
        onSelect={setChosen}
        columns={columnsOf(iam, facts)}
        actions={<ListActions reload={reload} chosen={chosen.length} onDelete={() => setDeleting(true)} create={<GoButton page="iam/users/create" variant="primary">Create user</GoButton>} />}
        empty={<Empty title="No users" reason="A user is a person or program with credentials of its own." action={<GoButton page="iam/users/create">Create user</GoButton>} />}
      />
      {deleting && (
        <DeleteUser
          users={chosen}
          onCancel={() => setDeleting(false)}
          onDone={() => {
            setDeleting(false);
            flash({ type: "success", text: chosen.length === 1 ? `User ${chosen[0]?.UserName ?? ""} deleted.` : `${chosen.length} users deleted.` });
            setChosen([]);
            reload();
          }}
        />
      )}
    </>
  );
}
