import { ListUsersCommand, type User } from "@aws-sdk/client-iam";
import { useIam } from "../aws/iam";
import { type All, useAll } from "../data/use-all";
import { nextMarker, PAGE_ITEMS } from "./markers";

export function useUsers(): All<User> {
  const iam = useIam();
  return useAll("users", async (Marker) => {
    const answer = await iam.send(new ListUsersCommand({ Marker, MaxItems: PAGE_ITEMS }));
    return { items: answer.Users ?? [], next: nextMarker(answer) };
  });
}
