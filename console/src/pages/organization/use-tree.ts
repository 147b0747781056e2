import { useOrganizations } from "../../aws/organizations";
import { type Load, useLoad } from "../../data/use-load";
import { loadTree, type Node } from "./tree";

export function useTree(): Load<Node[]> {
  const client = useOrganizations();
  return useLoad("organization-tree", () => loadTree(client));
}
