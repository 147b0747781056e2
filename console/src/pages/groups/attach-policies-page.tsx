import type { ReactNode } from "react";
import { useParams } from "react-router";
import { useIam } from "../../aws/iam";
import { AttachPage } from "../../iam/attach-page";
import { holderOf, holderPage } from "../../iam/holder";

export default function AttachGroupPoliciesPage(): ReactNode {
  const { group = "" } = useParams();
  const iam = useIam();
  return <AttachPage holder={holderOf(iam, "group", group)} crumbs={[{ text: "User groups", page: "iam/groups" }, { text: group, page: holderPage("group", group) }]} />;
}
