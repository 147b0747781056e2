import { IAMClient } from "@aws-sdk/client-iam";
import { S3Client } from "@aws-sdk/client-s3";
import { clientConfig, perSession } from "../../aws/config";
import { type Found, type Lists, searchThings } from "./entities";

const clientsOf = perSession((session) => ({ iam: new IAMClient(clientConfig(session, "iam")), s3: new S3Client({ ...clientConfig(session, "s3"), forcePathStyle: true }) }));

export function searchAccount(session: string, lists: Lists, text: string): Promise<Found> {
  const { iam, s3 } = clientsOf(session);
  return searchThings(iam, s3, lists, text);
}
