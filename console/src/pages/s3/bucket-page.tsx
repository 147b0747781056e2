import type { ReactNode } from "react";
import { useParams, useSearchParams } from "react-router";
import { useS3 } from "../../aws/s3";
import { CopyAs } from "../../parts/copy-as";
import { Page } from "../../parts/page";
import { PageTabs } from "../../parts/page-tabs";
import { bucketRecipe } from "./copy-as";
import { ObjectsTab } from "./objects-tab";
import { prefixesOf, prefixPage } from "./paths";
import { PermissionsTab, readPolicy } from "./permissions-tab";

export default function BucketPage(): ReactNode {
  const { bucket = "" } = useParams();
  const s3 = useS3();
  const [query] = useSearchParams();
  const prefix = query.get("prefix") ?? "";
  const above = prefix === "" ? [] : ["", ...prefixesOf(prefix).slice(0, -1)];
  const crumbs = [{ text: "Buckets", page: "s3" }, ...above.map((place) => ({ text: place === "" ? bucket : lastPart(place), page: prefixPage(bucket, place) }))];
  return (
    <Page title={prefix === "" ? bucket : lastPart(prefix)} crumbs={crumbs} actions={prefix === "" ? <CopyAs recipe={async () => bucketRecipe(bucket, await readPolicy(s3, bucket))} /> : undefined} description={prefix === "" ? undefined : `s3://${bucket}/${prefix}`}>
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
