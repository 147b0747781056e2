import { type Bucket, DeleteBucketCommand, ListBucketsCommand } from "@aws-sdk/client-s3";
import Button from "@cloudscape-design/components/button";
import { type ReactNode, useState } from "react";
import { useFlash } from "../../app/flash";
import { useS3 } from "../../aws/s3";
import { useAll } from "../../data/use-all";
import { Confirm, Consequence } from "../../parts/confirm";
import { CopyButton } from "../../parts/copy";
import { Empty } from "../../parts/data-table";
import { GoButton } from "../../parts/go-button";
import { ListPage } from "../../parts/list-page";
import { PageLink } from "../../parts/page-link";
import { When } from "../../parts/when";
import { useSession } from "../../session/session";
import { EmptyBucket } from "./empty-bucket";
import { bucketPage } from "./paths";

export default function BucketsPage(): ReactNode {
  const s3 = useS3();
  const { accountId } = useSession();
  const flash = useFlash();
  const [chosen, setChosen] = useState<Bucket[]>([]);
  const [dialog, setDialog] = useState<"empty" | "delete">();
  const buckets = useAll<Bucket>(`buckets:${accountId}`, async (ContinuationToken) => {
    const answer = await s3.send(new ListBucketsCommand({ ContinuationToken }));
    return { items: answer.Buckets ?? [], next: answer.ContinuationToken };
  });
  const bucket = chosen[0]?.Name;
  const done = (text: string): void => {
    setDialog(undefined);
    setChosen([]);
    buckets.reload();
    flash({ type: "success", text });
  };
  const create = (
    <GoButton page="s3/create" variant="primary">
      Create bucket
    </GoButton>
  );
  return (
    <>
      <ListPage<Bucket>
        noun="buckets"
        title="General purpose buckets"
        pageTitle="Buckets"
        crumbs={[]}
        items={buckets.items}
        loading={buckets.loading}
        failure={buckets.failure}
        retry={buckets.reload}
        cut={buckets.cut}
        id={(item) => item.Name ?? ""}
        rowName={(item) => item.Name ?? ""}
        search="Find buckets by name"
        selection="single"
        selected={chosen}
        onSelect={setChosen}
        actions={
          <>
            <Button iconName="refresh" ariaLabel="Refresh" onClick={buckets.reload} />
            {bucket !== undefined && <CopyButton text={`arn:aws:s3:::${bucket}`} label="Copy ARN" of={`of ${bucket}`} />}
            <Button disabled={bucket === undefined} onClick={() => setDialog("empty")}>
              Empty
            </Button>
            <Button disabled={bucket === undefined} onClick={() => setDialog("delete")}>
              Delete
            </Button>
            {create}
          </>
        }
        columns={[
          { id: "name", header: "Name", minWidth: 240, text: (item) => item.Name, cell: (item) => <PageLink page={bucketPage(item.Name ?? "")}><span className="long-name">{item.Name}</span></PageLink> },
          { id: "region", header: "AWS Region", text: (item) => item.BucketRegion, cell: (item) => item.BucketRegion ?? "-" },
          { id: "created", header: "Creation date", text: (item) => item.CreationDate?.getTime(), cell: (item) => <When time={item.CreationDate} /> },
        ]}
        empty={<Empty title="No buckets" reason="This account has none." action={create} />}
      />
      {bucket !== undefined && dialog === "empty" && <EmptyBucket bucket={bucket} onCancel={() => setDialog(undefined)} onDone={(count) => done(`Bucket ${bucket} emptied: ${count} objects deleted.`)} />}
      {bucket !== undefined && dialog === "delete" && (
        <Confirm
          title={`Delete ${bucket}?`}
          type={bucket}
          button="Delete bucket"
          onCancel={() => setDialog(undefined)}
          work={async () => {
            await s3.send(new DeleteBucketCommand({ Bucket: bucket }));
          }}
          onDone={() => done(`Bucket ${bucket} deleted.`)}
        >
          <Consequence>The bucket must be empty. After that its name is free, and another account can take it.</Consequence>
        </Confirm>
      )}
    </>
  );
}
