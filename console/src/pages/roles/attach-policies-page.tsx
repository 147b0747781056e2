import type { ReactNode } from "react";
import { useParams } from "react-router";
import { useIam } from "../../aws/iam";
import { AttachPage } from "../../iam/attach-page";
import { holderOf, holderPage } from "../../iam/holder";

export default function AttachRolePoliciesPage(): ReactNode {
  const { role = "" } = useParams();
  const iam = useIam();
  return <AttachPage holder={holderOf(iam, "role", role)} crumbs={[{ text: "Roles", page: "iam/roles" }, { text: role, page: holderPage("role", role) }]} />;
}
