import Button from "@cloudscape-design/components/button";
import { type ComponentType, lazy, type ReactNode } from "react";
import { Empty } from "../parts/data-table";
import { useFrame } from "./frame";

interface PageRoute {
  path: string;
  Page: ComponentType;
}

type Import = () => Promise<{ default: ComponentType }>;

function page(path: string, load: Import): PageRoute {
  return { path, Page: lazy(load) };
}

/** One line a page. Each is a chunk of its own, loaded when it is opened. */
export const PAGES: readonly PageRoute[] = [
  page("", () => import("../pages/dashboard/dashboard-page")),
  page("iam", () => import("../pages/dashboard/dashboard-page")),
  page("iam/users", () => import("../pages/users/list-page")),
  page("iam/users/create", () => import("../pages/users/create/create-page")),
  page("iam/users/:user", () => import("../pages/users/user-page")),
  page("iam/users/:user/add-permissions", () => import("../pages/users/add-permissions-page")),
  page("iam/users/:user/add-to-groups", () => import("../pages/users/add-to-groups-page")),
  page("iam/users/:user/create-access-key", () => import("../pages/users/credentials/create-key-page")),
  page("iam/users/:user/assign-mfa", () => import("../pages/users/credentials/assign-mfa-page")),
  page("iam/groups", () => import("../pages/groups/list-page")),
  page("iam/groups/create", () => import("../pages/groups/create-page")),
  page("iam/groups/:group", () => import("../pages/groups/group-page")),
  page("iam/groups/:group/add-users", () => import("../pages/groups/add-users-page")),
  page("iam/groups/:group/attach-policies", () => import("../pages/groups/attach-policies-page")),
  page("iam/roles", () => import("../pages/roles/list-page")),
  page("iam/roles/create", () => import("../pages/roles/create/create-page")),
  page("iam/roles/:role", () => import("../pages/roles/role-page")),
  page("iam/roles/:role/attach-policies", () => import("../pages/roles/attach-policies-page")),
  page("iam/roles/:role/try", () => import("../pages/roles/try/try-page")),
  page("iam/roles/:role/trust-policy", () => import("../pages/roles/trust-policy-page")),
  page("iam/:kind/:name/inline-policy", () => import("../pages/inline-policy/inline-policy-page")),
  page("iam/:kind/:name/inline-policy/:policy", () => import("../pages/inline-policy/inline-policy-page")),
  page("iam/policies", () => import("../pages/policies/list-page")),
  page("iam/policies/create", () => import("../pages/policies/edit/create-page")),
  page("iam/policies/:policy/edit", () => import("../pages/policies/edit/edit-page")),
  page("iam/policies/:policy", () => import("../pages/policies/policy-page")),
  page("iam/providers", () => import("../pages/providers/list-page")),
  page("iam/providers/create", () => import("../pages/providers/create-page")),
  page("iam/providers/:provider", () => import("../pages/providers/provider-page")),
  page("iam/settings", () => import("../pages/settings/settings-page")),
  page("iam/credential-report", () => import("../pages/credential-report/credential-report-page")),
  page("account", () => import("../pages/account/account-page")),
  page("activity", () => import("../pages/activity/activity-page")),
  page("why", () => import("../pages/why/ask-page")),
  page("why/:request", () => import("../pages/why/why-page")),
  page("s3", () => import("../pages/s3/buckets-page")),
  page("s3/create", () => import("../pages/s3/create-page")),
  page("s3/buckets/:bucket", () => import("../pages/s3/bucket-page")),
  page("s3/buckets/:bucket/upload", () => import("../pages/s3/upload-page")),
  page("s3/buckets/:bucket/policy", () => import("../pages/s3/policy-page")),
  page("access-report", () => import("../pages/access-report/access-report-page")),
  page("trust-map", () => import("../pages/trust-map/trust-map-page")),
  page("organizations", () => import("../pages/organization/accounts-page")),
  page("organizations/accounts/:target", () => import("../pages/organization/target-page")),
  page("organizations/add-account", () => import("../pages/organization/add-account-page")),
  page("organizations/policies", () => import("../pages/organization/policy-types-page")),
  page("organizations/policies/:type", () => import("../pages/organization/policies-page")),
  page("organizations/policies/:type/create", () => import("../pages/organization/create-policy-page")),
  page("organizations/policies/:type/:policy", () => import("../pages/organization/policy-page")),
];

export const hasWhyPage = PAGES.some(({ path }) => path.startsWith("why/"));

export function NotFound({ home }: { home: () => void }): ReactNode {
  useFrame("Page not found", [], "default");
  return (
    <>
      <h1 className="hidden-heading">Page not found</h1>
      <Empty title="There is no such page" reason="The address may be mistyped." action={<Button onClick={home}>Console home</Button>} />
    </>
  );
}
