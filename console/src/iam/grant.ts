import { AddUserToGroupCommand, type IAMClient, ListGroupsForUserCommand } from "@aws-sdk/client-iam";
import { everyItem, holderOf } from "./holder";
import { nextMarker } from "./markers";
import type { PermissionWish } from "./permission-options";

/** Gives a user what was chosen on the three tiles. */
export async function grant(iam: IAMClient, userName: string, wish: PermissionWish): Promise<void> {
  const user = holderOf(iam, "user", userName);
  const join = (GroupName: string | undefined) => iam.send(new AddUserToGroupCommand({ UserName: userName, GroupName }));
  switch (wish.option) {
    case "group":
      for (const { GroupName } of wish.groups) await join(GroupName);
      return;
    case "attach":
      for (const { Arn } of wish.policies) await user.attach(Arn ?? "");
      return;
    case "copy":
      for (const { UserName: from = "" } of wish.from) {
        const model = holderOf(iam, "user", from);
        const groups = await everyItem(async (Marker) => {
          const answer = await iam.send(new ListGroupsForUserCommand({ UserName: from, Marker }));
          return { items: answer.Groups ?? [], next: nextMarker(answer) };
        });
        for (const { GroupName } of groups) await join(GroupName);
        for (const policy of await everyItem(model.listAttached)) await user.attach(policy.arn);
        for (const policy of await everyItem(model.listInline)) await user.putInline(policy, await model.getInline(policy));
      }
      return;
  }
}
