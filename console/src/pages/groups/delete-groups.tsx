import { DeleteGroupCommand, GetGroupCommand, type IAMClient, RemoveUserFromGroupCommand } from "@aws-sdk/client-iam";
import type { ReactNode } from "react";
import { useIam } from "../../aws/iam";
import { everyItem, holderOf } from "../../iam/holder";
import { nextMarker } from "../../iam/markers";
import { Confirm, Consequence } from "../../parts/confirm";

async function deleteGroup(iam: IAMClient, GroupName: string): Promise<void> {
  const holder = holderOf(iam, "group", GroupName);
  const users = await everyItem(async (Marker) => {
    const answer = await iam.send(new GetGroupCommand({ GroupName, Marker }));
    return { items: answer.Users ?? [], next: nextMarker(answer) };
  });
  for (const { UserName } of users) await iam.send(new RemoveUserFromGroupCommand({ GroupName, UserName }));
  for (const policy of await everyItem(holder.listInline)) await holder.deleteInline(policy);
  for (const policy of await everyItem(holder.listAttached)) await holder.detach(policy.arn);
  await iam.send(new DeleteGroupCommand({ GroupName }));
}

export function DeleteGroups({ names, onCancel, onDone }: { names: readonly string[]; onCancel: () => void; onDone: () => void }): ReactNode {
  const iam = useIam();
  const single = names.length === 1 ? names[0] : undefined;
  return (
    <Confirm
      title={single === undefined ? `Delete ${names.length} user groups?` : `Delete ${single}?`}
      type={single ?? `${names.length} user groups`}
      button="Delete"
      onCancel={onCancel}
      onDone={onDone}
      work={async () => {
        for (const groupName of names) await deleteGroup(iam, groupName);
      }}
    >
      <Consequence>The users stay, but lose what only {single === undefined ? "these groups" : "this group"} allowed. Inline policies are deleted. This cannot be undone.</Consequence>
    </Confirm>
  );
}
