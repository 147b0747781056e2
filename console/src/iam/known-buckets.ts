import { ListBucketsCommand } from "@aws-sdk/client-s3";
import { s3Of } from "../aws/s3";
import type { Part } from "../data/use-all";

/** Each bucket, and all objects in it. */
export function buckets(session: string): () => Promise<Part<string>> {
  return async () => {
    const { Buckets } = await s3Of(session).send(new ListBucketsCommand({}));
    return { items: (Buckets ?? []).flatMap(({ Name }) => (Name === undefined ? [] : [`arn:aws:s3:::${Name}`, `arn:aws:s3:::${Name}/*`])), next: undefined };
  };
}
