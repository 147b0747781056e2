import { STSClient } from "@aws-sdk/client-sts";
import { useSession } from "../session/session";
import { clientConfig, perSession } from "./config";

const clientOf = perSession((session) => new STSClient(clientConfig(session, "sts")));

/** The client of this tab's session. */
export function useSts(): STSClient {
  return clientOf(useSession().id);
}
