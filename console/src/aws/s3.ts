import { S3Client } from "@aws-sdk/client-s3";
import { useSession } from "../session/session";
import { clientConfig, perSession } from "./config";

/** The client of a session. */
export const s3Of = perSession((session) => new S3Client({ ...clientConfig(session, "s3"), forcePathStyle: true, requestChecksumCalculation: "WHEN_REQUIRED", responseChecksumValidation: "WHEN_REQUIRED" }));

/** The client of this tab's session. */
export function useS3(): S3Client {
  return s3Of(useSession().id);
}
