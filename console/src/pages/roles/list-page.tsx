import { GetRoleCommand, ListRolesCommand, type Role } from "@aws-sdk/client-iam";
import { type ReactNode, useState } from "react";
import { useFlash } from "../../app/flash";
import { useIam } from "../../aws/iam";
import { useAll } from "../../data/use-all";
import { decodeDocument, holderPage } from "../../iam/holder";
import { nextMarker, PAGE_ITEMS } from "../../iam/markers";
import { isServiceLinked, trustedWords } from "../../iam/trusted";
import { Empty } from "../../parts/data-table";
import { GoButton } from "../../parts/go-button";
import { LazyCell } from "../../parts/lazy-cell";
import { ListActions } from "../../parts/list-actions";
import { ListPage } from "../../parts/list-page";
import { PageLink } from "../../parts/page-link";
import { Ago, When } from "../../parts/when";
import { DeleteRoles } from "./delete-roles";

function trusted(role: Role): string {
  return trustedWords(decodeDocument(role.AssumeRolePolicyDocument), isServiceLinked(role.Path));
}

export default function RolesPage(): ReactNode {
  const iam = useIam();
  const flash = useFlash();
  const [used, setUsed] = useState(() => new Map<string, Promise<Date | undefined>>());
  const [chosen, setChosen] = useState<Role[]>([]);
  const [deleting, setDeleting] = useState(false);
  const roles = useAll("roles", async (Marker) => {
    const answer = await iam.send(new ListRolesCommand({ Marker, MaxItems: PAGE_ITEMS }));
    return { items: answer.Roles ?? [], next: nextMarker(answer) };
  });
  const reload = (): void => {
    setUsed(new Map());
    roles.reload();
  };
  const create = (
    <GoButton page="iam/roles/create" variant="primary">
      Create role
    </GoButton>
  );
  return (
    <>
      <ListPage<Role>
        noun="roles"
        title="Roles"
        crumbs={[]}
        items={roles.items}
        loading={roles.loading}
        failure={roles.failure}
        retry={reload}
        cut={roles.cut}
        id={(role) => role.RoleName ?? ""}
        rowName={(role) => role.RoleName ?? ""}
        selection="multi"
        selected={chosen}
        onSelect={setChosen}
        actions={<ListActions reload={reload} chosen={chosen.length} onDelete={() => setDeleting(true)} create={create} />}
        columns={[
          { id: "name", header: "Role name", minWidth: 220, text: (role) => role.RoleName, cell: (role) => <PageLink page={holderPage("role", role.RoleName ?? "")}><span className="long-name">{role.RoleName}</span></PageLink> },
          { id: "trusted", header: "Trusted entities", minWidth: 200, text: trusted, cell: (role) => <span className="long-name">{trusted(role)}</span> },
          {
            id: "activity",
            header: "Last activity",
            cell: (role) => (
              <LazyCell id={role.RoleName ?? ""} cache={used} read={async () => (await iam.send(new GetRoleCommand({ RoleName: role.RoleName }))).Role?.RoleLastUsed?.LastUsedDate}>
                {(time) => <Ago time={time} />}
              </LazyCell>
            ),
          },
          { id: "description", header: "Description", extra: true, text: (role) => role.Description, cell: (role) => role.Description ?? "-" },
          { id: "arn", header: "ARN", extra: true, minWidth: 260, text: (role) => role.Arn, cell: (role) => <span className="long-name">{role.Arn}</span> },
          { id: "created", header: "Creation time", extra: true, text: (role) => role.CreateDate?.getTime(), cell: (role) => <When time={role.CreateDate} /> },
          { id: "duration", header: "Maximum session duration", extra: true, text: (role) => role.MaxSessionDuration, cell: (role) => durationWords(role.MaxSessionDuration) },
        ]}
        empty={<Empty title="No roles" reason="A role gives temporary credentials to whom it trusts." action={create} />}
      />
      {deleting && (
        <DeleteRoles
          roles={chosen}
          onCancel={() => setDeleting(false)}
          onDone={() => {
            setDeleting(false);
            flash({ type: "success", text: chosen.length === 1 ? `Role ${chosen[0]?.RoleName ?? ""} deleted.` : `${chosen.length} roles deleted.` });
            setChosen([]);
            reload();
          }}
        />
      )}
    </>
  );
}

const HOUR = 3_600;

/** "1 hour", "12 hours", "5400 seconds" */
export function durationWords(seconds: number | undefined): string {
  const value = seconds ?? HOUR;
  if (value % HOUR !== 0) return `${value} seconds`;
  return value === HOUR ? "1 hour" : `${value / HOUR} hours`;
}
