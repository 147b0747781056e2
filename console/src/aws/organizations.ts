import { OrganizationsClient } from "@aws-sdk/client-organizations";
import { useSession } from "../session/session";
import { clientConfig, perSession } from "./config";

/** The client of a session. */
export const organizationsOf = perSession((session) => new OrganizationsClient(clientConfig(session, "organizations")));

/** The client of this tab's session. */
export function useOrganizations(): OrganizationsClient {
  return organizationsOf(useSession().id);
}
