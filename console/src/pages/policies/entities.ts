import { type IAMClient, ListEntitiesForPolicyCommand, ListGroupsCommand, ListRolesCommand, ListUsersCommand, type PolicyUsageType } from "@aws-sdk/client-iam";
import { everyItem, type HolderKind } from "../../iam/holder";
import { nextMarker, PAGE_ITEMS } from "../../iam/markers";

export interface Entity {
  kind: HolderKind;
  name: string;
}

/** Who has a policy, as permissions policy or as boundary. */
export async function attachedEntities(iam: IAMClient, PolicyArn: string, PolicyUsageFilter: PolicyUsageType = "PermissionsPolicy"): Promise<Entity[]> {
  return everyItem(async (Marker) => {
    const answer = await iam.send(new ListEntitiesForPolicyCommand({ PolicyArn, PolicyUsageFilter, Marker }));
    return {
      items: [
        ...(answer.PolicyUsers ?? []).map((user): Entity => ({ kind: "user", name: user.UserName ?? "" })),
        ...(answer.PolicyGroups ?? []).map((group): Entity => ({ kind: "group", name: group.GroupName ?? "" })),
        ...(answer.PolicyRoles ?? []).map((role): Entity => ({ kind: "role", name: role.RoleName ?? "" })),
      ],
      next: nextMarker(answer),
    };
  });
}

/** Every user, group and role of the account. */
export async function allEntities(iam: IAMClient): Promise<Entity[]> {
  const [users, groups, roles] = await Promise.all([
    everyItem(async (Marker) => {
      const answer = await iam.send(new ListUsersCommand({ Marker, MaxItems: PAGE_ITEMS }));
      return { items: (answer.Users ?? []).map((user): Entity => ({ kind: "user", name: user.UserName ?? "" })), next: nextMarker(answer) };
    }),
    everyItem(async (Marker) => {
      const answer = await iam.send(new ListGroupsCommand({ Marker, MaxItems: PAGE_ITEMS }));
      return { items: (answer.Groups ?? []).map((group): Entity => ({ kind: "group", name: group.GroupName ?? "" })), next: nextMarker(answer) };
    }),
    everyItem(async (Marker) => {
      const answer = await iam.send(new ListRolesCommand({ Marker, MaxItems: PAGE_ITEMS }));
      return { items: (answer.Roles ?? []).map((role): Entity => ({ kind: "role", name: role.RoleName ?? "" })), next: nextMarker(answer) };
    }),
  ]);
  return [...users, ...groups, ...roles];
}

export const KIND_WORDS: Record<HolderKind, string> = { user: "User", group: "User group", role: "Role" };
