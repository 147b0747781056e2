import { IAMClient } from "@aws-sdk/client-iam";
import { useSession } from "../session/session";
import { clientConfig, perSession } from "./config";

/** The client of a session. */
export const iamOf = perSession((session) => new IAMClient(clientConfig(session, "iam")));

/** The client of this tab's session. */
export function useIam(): IAMClient {
  return iamOf(useSession().id);
}
