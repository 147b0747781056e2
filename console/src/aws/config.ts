import { FetchHttpHandler } from "@smithy/fetch-http-handler";
import type { HttpRequest, RequestSigner } from "@smithy/types";
import { csrfToken } from "../session/api";
import { SessionEnded } from "./failure";

/** Sends as the SDK does, and tells a session that has ended from an error of the service. */
class ConsoleHandler extends FetchHttpHandler {
  override async handle(...sent: Parameters<FetchHttpHandler["handle"]>): ReturnType<FetchHttpHandler["handle"]> {
    const answer = await super.handle(...sent);
    if (answer.response.statusCode === 401) throw new SessionEnded();
    return answer;
  }
}

/** The server signs with the session's credentials. The page only shows that a request is its own. */
const consoleSigner: RequestSigner = {
  sign(request: HttpRequest): Promise<HttpRequest> {
    request.headers["x-rolecall-csrf"] = csrfToken();
    return Promise.resolve(request);
  },
};

/** The services that the server passes on. */
export type ServiceName = "iam" | "sts" | "organizations" | "s3" | "rolecall" | "cloudtrail" | "uxc";

export function serviceEndpoint(session: string, service: ServiceName): string {
  return `${location.origin}/api/sessions/${encodeURIComponent(session)}/aws/${service}`;
}

/** What every AWS client of this page is built with. */
export function clientConfig(session: string, service: ServiceName) {
  return {
    region: "us-east-1",
    endpoint: serviceEndpoint(session, service),
    credentials: { accessKeyId: "held-by-the-server", secretAccessKey: "held-by-the-server" },
    signer: consoleSigner,
    requestHandler: new ConsoleHandler(),
    // A page shows an error at once and offers to try again.
    maxAttempts: 1,
  };
}

/** One client a session: `useIam` and its siblings share them between pages. */
export function perSession<Client>(create: (session: string) => Client): (session: string) => Client {
  const clients = new Map<string, Client>();
  return (session) => {
    const known = clients.get(session);
    if (known !== undefined) return known;
    const client = create(session);
    clients.set(session, client);
    return client;
  };
}
