import type { ReactNode } from "react";
import { Navigate, useLocation, useSearchParams } from "react-router";
import { useBrowser } from "../../session/browser";
import { parseSwitchLink } from "./link";
import { SwitchRoleForm } from "./switch-role-form";

/** `/switchrole`: opened from the account menu, or by a link that somebody has sent. */
export default function SwitchRolePage(): ReactNode {
  const [query] = useSearchParams();
  const { search } = useLocation();
  const { browser } = useBrowser();
  const link = parseSwitchLink(query);
  const able = (browser?.sessions ?? []).filter((session) => session.kind !== "root");
  if (able.length === 0) return <Navigate to={`/sign-in?to=${encodeURIComponent(`/switchrole${search}`)}`} replace />;
  return <SwitchRoleForm link={link} sessions={able} />;
}
