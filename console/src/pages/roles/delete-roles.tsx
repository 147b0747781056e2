import {
  DeleteInstanceProfileCommand,
  DeleteRoleCommand,
  GetRoleCommand,
  type IAMClient,
  ListInstanceProfilesForRoleCommand,
  RemoveRoleFromInstanceProfileCommand,
  type Role,
} from "@aws-sdk/client-iam";
import type { ReactNode } from "react";
import { useIam } from "../../aws/iam";
import { useLoad } from "../../data/use-load";
import { everyItem, holderOf } from "../../iam/holder";
import { nextMarker } from "../../iam/markers";
import { Confirm, Consequence } from "../../parts/confirm";
import { Loaded } from "../../parts/loaded";
import { Ago } from "../../parts/when";

async function deleteRole(iam: IAMClient, RoleName: string): Promise<void> {
  const holder = holderOf(iam, "role", RoleName);
  const profiles = await everyItem(async (Marker) => {
    const answer = await iam.send(new ListInstanceProfilesForRoleCommand({ RoleName, Marker }));
    return { items: answer.InstanceProfiles ?? [], next: nextMarker(answer) };
  });
  for (const { InstanceProfileName } of profiles) {
    await iam.send(new RemoveRoleFromInstanceProfileCommand({ InstanceProfileName, RoleName }));
    // AWS's console makes a profile with the role's name for EC2, and takes it away with the role.
    if (InstanceProfileName === RoleName) await iam.send(new DeleteInstanceProfileCommand({ InstanceProfileName }));
  }
  for (const policy of await everyItem(holder.listInline)) await holder.deleteInline(policy);
  for (const policy of await everyItem(holder.listAttached)) await holder.detach(policy.arn);
  await iam.send(new DeleteRoleCommand({ RoleName }));
}

export function DeleteRoles({ roles, onCancel, onDone }: { roles: readonly Pick<Role, "RoleName">[]; onCancel: () => void; onDone: () => void }): ReactNode {
  const iam = useIam();
  const names = roles.map((role) => role.RoleName ?? "");
  const single = names.length === 1 ? names[0] : undefined;
  return (
    <Confirm
      title={single === undefined ? `Delete ${names.length} roles?` : `Delete ${single}?`}
      type={single ?? "delete"}
      button="Delete"
      onCancel={onCancel}
      onDone={onDone}
      work={async () => {
        for (const roleName of names) await deleteRole(iam, roleName);
      }}
    >
      <Consequence>
        Whoever assumes {single === undefined ? "these roles" : "this role"} loses access at once, open sessions included. Inline policies are deleted. This cannot be undone.
      </Consequence>
      <ul>
        {names.map((roleName) => (
          <li key={roleName}>
            <span className="long-name">{roleName}</span>, last activity: <LastActivity roleName={roleName} />
          </li>
        ))}
      </ul>
    </Confirm>
  );
}

function LastActivity({ roleName }: { roleName: string }): ReactNode {
  const iam = useIam();
  const used = useLoad(`role-used:${roleName}`, async () => ({ at: (await iam.send(new GetRoleCommand({ RoleName: roleName }))).Role?.RoleLastUsed?.LastUsedDate }));
  return <Loaded load={used}>{({ at }) => <Ago time={at} none="none known" />}</Loaded>;
}
