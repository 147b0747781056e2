import Badge from "@cloudscape-design/components/badge";
import Button from "@cloudscape-design/components/button";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import { type ReactNode, useState } from "react";
import { type AssumableRole, listAssumableRoles } from "../../aws/rolecall";
import { useAll } from "../../data/use-all";
import { DataTable, Empty } from "../../parts/data-table";
import type { Session } from "../../session/api";
import { remember, rememberedJson } from "../../session/storage";

function isList(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((item) => typeof item === "string");
}

/** Every role that the engine lets this identity assume, pinned ones first; others greyed with the reason. */
export function RoleList({ session, choose }: { session: Session; choose: (role: { account: string; roleName: string }) => void }): ReactNode {
  const original = session.original?.id ?? session.id;
  const place = `pins.${session.original?.arn ?? session.arn}`;
  const [pins, setPins] = useState(() => rememberedJson(place, isList) ?? []);
  const roles = useAll<AssumableRole>(`assumable:${original}`, async (next) => {
    const page = await listAssumableRoles(original, next);
    return { items: page.Roles, next: page.NextToken };
  });
  // A server without this operation has no list to show; the form above does not need it.
  if (roles.failure && roles.failure.kind !== "denied") return null;
  const pinned = new Set(pins);
  const pin = (arn: string): void => {
    const changed = pinned.has(arn) ? pins.filter((one) => one !== arn) : [...pins, arn];
    setPins(changed);
    remember(place, JSON.stringify(changed));
  };
  const sorted = [...roles.items].sort((a, b) => Number(pinned.has(b.RoleArn)) - Number(pinned.has(a.RoleArn)));
  return (
    <DataTable<AssumableRole>
      noun="roles that you can assume"
      title="Your roles"
      variant="container"
      description="Computed from the policies of both sides. Choose one to fill in the form."
      items={sorted}
      loading={roles.loading}
      failure={roles.failure}
      retry={roles.reload}
      cut={roles.cut}
      pageSize={10}
      id={(role) => role.RoleArn}
      rowName={(role) => role.RoleName}
      search="Find roles"
      columns={[
        {
          id: "role",
          header: "Role",
          text: (role) => role.RoleName,
          cell: (role) =>
            role.Decision === "Denied" ? (
              <span className="long-name">{role.RoleName}</span>
            ) : (
              <Button variant="inline-link" onClick={() => choose({ account: role.AccountId, roleName: afterRole(role.RoleArn) })}>
                {role.RoleName}
              </Button>
            ),
        },
        { id: "account", header: "Account", text: (role) => `${role.AccountName ?? ""} ${role.AccountAlias ?? ""} ${role.AccountId}`, cell: (role) => `${role.AccountName ?? role.AccountAlias ?? ""} ${role.AccountId}`.trim() },
        { id: "decision", header: "Can you?", text: (role) => role.Decision, cell: (role) => <Decision role={role} /> },
        {
          id: "pin",
          header: "Pin",
          cell: (role) => (
            <Button
              variant="icon"
              iconName={pinned.has(role.RoleArn) ? "star-filled" : "star"}
              ariaLabel={`${pinned.has(role.RoleArn) ? "Unpin" : "Pin"} ${role.RoleName}`}
              onClick={() => pin(role.RoleArn)}
            />
          ),
        },
      ]}
      empty={<Empty title="No roles" reason="No role lets you assume it." />}
    />
  );
}

/** Path and name: what the form and AWS's links call the role name. */
function afterRole(arn: string): string {
  return arn.slice(arn.indexOf(":role/") + ":role/".length);
}

function Decision({ role }: { role: AssumableRole }): ReactNode {
  switch (role.Decision) {
    case "Allowed":
      return <StatusIndicator>Yes</StatusIndicator>;
    case "NeedsMfa":
      return <Badge color="blue">With MFA</Badge>;
    case "Depends":
      return <StatusIndicator type="info">{role.Reason ?? "It depends"}</StatusIndicator>;
    case "Denied":
      return <StatusIndicator type="stopped">{role.Reason ?? "No"}</StatusIndicator>;
  }
}
