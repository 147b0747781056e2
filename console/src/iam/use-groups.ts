import { type Group, ListGroupsCommand } from "@aws-sdk/client-iam";
import { useIam } from "../aws/iam";
import { type All, useAll } from "../data/use-all";
import { nextMarker, PAGE_ITEMS } from "./markers";

export function useGroups(): All<Group> {
  const iam = useIam();
  return useAll("groups", async (Marker) => {
    const answer = await iam.send(new ListGroupsCommand({ Marker, MaxItems: PAGE_ITEMS }));
    return { items: answer.Groups ?? [], next: nextMarker(answer) };
  });
}
