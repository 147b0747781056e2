import type { ReactNode } from "react";
import { useParams, useSearchParams } from "react-router";
import { Page } from "../../parts/page";
import { PageTabs } from "../../parts/page-tabs";
import { ObjectsTab } from "./objects-tab";
import { prefixesOf, prefixPage } from "./paths";
import { PermissionsTab } from "./permissions-tab";

export default function BucketPage(): ReactNode {
  const { bucket = "" } = useParams();
  const [query] = useSearchParams();
  const prefix = query.get("prefix") ?? "";
  const above = prefix === "" ? [] : ["", ...prefixesOf(prefix).slice(0, -1)];
  const crumbs = [{ text: "Buckets", page: "s3" }, ...above.map((place) => ({ text: place === "" ? bucket : lastPart(place), page: prefixPage(bucket, place) }))];
  return (
    <Page title={prefix === "" ? bucket : lastPart(prefix)} crumbs={crumbs} description={prefix === "" ? undefined : `s3://${bucket}/${prefix}`}>
      <PageTabs
        tabs={[
          { id: "objects", label: "Objects", content: () => <ObjectsTab key={prefix} bucket={bucket} prefix={prefix} /> },
          { id: "permissions", label: "Permissions", content: () => <PermissionsTab bucket={bucket} /> },
        ]}
      />
    </Page>
  );
}

function lastPart(prefix: string): string {
  return prefix.split("/").at(-2) ?? prefix;
}
