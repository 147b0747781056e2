import {
  DeactivateMFADeviceCommand,
  DeleteAccessKeyCommand,
  DeleteLoginProfileCommand,
  DeleteUserCommand,
  DeleteVirtualMFADeviceCommand,
  type IAMClient,
  ListAccessKeysCommand,
  ListGroupsForUserCommand,
  ListMFADevicesCommand,
  RemoveUserFromGroupCommand,
  type User,
} from "@aws-sdk/client-iam";
import type { ReactNode } from "react";
import { isMissing, toFailure } from "../../aws/failure";
import { useIam } from "../../aws/iam";
import { useLoad } from "../../data/use-load";
import { everyItem, holderOf } from "../../iam/holder";
import { nextMarker } from "../../iam/markers";
import { Confirm, Consequence } from "../../parts/confirm";
import { FailureBox } from "../../parts/failure-box";
import { Ago } from "../../parts/when";

/** IAM refuses to delete a user who still has something: first all of it goes, as AWS's console does. */
export async function deleteUser(iam: IAMClient, UserName: string): Promise<void> {
  const holder = holderOf(iam, "user", UserName);
  for (const policy of await everyItem(holder.listInline)) await holder.deleteInline(policy);
  for (const policy of await everyItem(holder.listAttached)) await holder.detach(policy.arn);
  const groups = await everyItem(async (Marker) => {
    const answer = await iam.send(new ListGroupsForUserCommand({ UserName, Marker }));
    return { items: answer.Groups ?? [], next: nextMarker(answer) };
  });
  for (const { GroupName } of groups) await iam.send(new RemoveUserFromGroupCommand({ UserName, GroupName }));
  const { AccessKeyMetadata: keys = [] } = await iam.send(new ListAccessKeysCommand({ UserName }));
  for (const { AccessKeyId } of keys) await iam.send(new DeleteAccessKeyCommand({ UserName, AccessKeyId }));
  const { MFADevices: devices = [] } = await iam.send(new ListMFADevicesCommand({ UserName }));
  for (const { SerialNumber } of devices) await removeDevice(iam, UserName, SerialNumber ?? "");
  try {
    await iam.send(new DeleteLoginProfileCommand({ UserName }));
  } catch (error) {
    if (!isMissing(toFailure(error))) throw error;
  }
  await iam.send(new DeleteUserCommand({ UserName }));
}

/** Takes an MFA device from its user; a virtual one is of no use after that. */
export async function removeDevice(iam: IAMClient, UserName: string, SerialNumber: string): Promise<void> {
  await iam.send(new DeactivateMFADeviceCommand({ UserName, SerialNumber }));
  if (/^arn:[^:]*:iam::\d{12}:mfa\//.test(SerialNumber)) await iam.send(new DeleteVirtualMFADeviceCommand({ SerialNumber }));
}

export function DeleteUser({ users, onCancel, onDone }: { users: readonly Pick<User, "UserName" | "PasswordLastUsed">[]; onCancel: () => void; onDone: () => void }): ReactNode {
  const iam = useIam();
  const names = users.map((user) => user.UserName ?? "");
  const single = names.length === 1 ? names[0] : undefined;
  const keys = useLoad(`active-keys:${names.join(" ")}`, async () => {
    const all = await Promise.all(names.map(async (UserName) => (await iam.send(new ListAccessKeysCommand({ UserName }))).AccessKeyMetadata ?? []));
    return all.flat().filter((key) => key.Status === "Active");
  });
  const active = keys.value ?? [];
  return (
    <Confirm
      title={single === undefined ? `Delete ${names.length} users?` : `Delete ${single}?`}
      type={single ?? "delete"}
      button="Delete"
      disabled={keys.loading || active.length > 0}
      onCancel={onCancel}
      onDone={onDone}
      work={async () => {
        for (const UserName of names) await deleteUser(iam, UserName);
      }}
    >
      <Consequence>Deletes their access keys, password, MFA devices and inline policies. This cannot be undone.</Consequence>
      <FailureBox failure={keys.failure} />
      {active.length > 0 && (
        <div>
          Deactivate these access keys first, so that you see what stops: {active.map((key) => `${key.AccessKeyId ?? ""} (${key.UserName ?? ""})`).join(", ")}.
        </div>
      )}
      <ul>
        {users.map((user) => (
          <li key={user.UserName}>
            <span className="long-name">{user.UserName}</span>, last console sign-in: <Ago time={user.PasswordLastUsed} none="never" />
          </li>
        ))}
      </ul>
    </Confirm>
  );
}
