import { DeleteObjectCommand, ListObjectsV2Command } from "@aws-sdk/client-s3";
import { type ReactNode, useState } from "react";
import { useS3 } from "../../aws/s3";
import { Confirm, Consequence } from "../../parts/confirm";

export function EmptyBucket({ bucket, onCancel, onDone }: { bucket: string; onCancel: () => void; onDone: (count: number) => void }): ReactNode {
  const s3 = useS3();
  const [count, setCount] = useState(0);
  const work = async (): Promise<void> => {
    let deleted = 0;
    let next: string | undefined;
    do {
      const part = await s3.send(new ListObjectsV2Command({ Bucket: bucket, ContinuationToken: next }));
      for (const { Key } of part.Contents ?? []) {
        await s3.send(new DeleteObjectCommand({ Bucket: bucket, Key }));
        deleted += 1;
        setCount(deleted);
      }
      next = part.IsTruncated === true ? part.NextContinuationToken : undefined;
    } while (next !== undefined);
  };
  return (
    <Confirm title={`Empty ${bucket}?`} type="permanently delete" button="Empty" onCancel={onCancel} work={work} onDone={() => onDone(count)}>
      <Consequence>All objects of the bucket are deleted. This cannot be undone.</Consequence>
      {count > 0 && <div role="status">{count} objects deleted so far.</div>}
    </Confirm>
  );
}
