import { csrfToken } from "../session/api";
import { serviceEndpoint } from "./config";
import { SessionEnded } from "./failure";
import type { WireTime } from "./time";

/** An error of a service that is called without its SDK, in the form that the SDK gives errors. */
class JsonException extends Error {
  readonly $metadata: { requestId?: string; httpStatusCode: number };

  constructor(name: string, message: string, requestId: string | undefined, status: number) {
    super(message);
    this.name = name;
    this.$metadata = { requestId, httpStatusCode: status };
  }
}

/** Calls an operation of rolecall's own service: JSON 1.1, decided and recorded as any other. */
export async function rolecall<Output>(session: string, operation: string, input: object): Promise<Output> {
  const response = await fetch(`${serviceEndpoint(session, "rolecall")}/`, {
    method: "POST",
    headers: {
      "Content-Type": "application/x-amz-json-1.1",
      "X-Amz-Target": `Rolecall_20261130.${operation}`,
      "X-Rolecall-Csrf": csrfToken(),
    },
    body: JSON.stringify(input),
  });
  return jsonAnswer(response);
}

/** What a service of AWS's JSON protocols answered, or its error. */
export async function jsonAnswer<Output>(response: Response): Promise<Output> {
  if (response.status === 401) throw new SessionEnded();
  const text = await response.text();
  if (response.ok) return JSON.parse(text) as Output;
  const requestId = response.headers.get("x-amzn-requestid") ?? undefined;
  const { __type, message, Message } = parseError(text);
  const code = (__type ?? response.headers.get("x-amzn-errortype") ?? "UnknownError").replace(/^.*#/, "").replace(/:.*$/, "");
  throw new JsonException(code, message ?? Message ?? code, requestId, response.status);
}

function parseError(text: string): { __type?: string; message?: string; Message?: string } {
  try {
    return JSON.parse(text) as { __type?: string; message?: string; Message?: string };
  } catch {
    return {};
  }
}

export interface AssumableRole {
  RoleArn: string;
  RoleName: string;
  AccountId: string;
  AccountName?: string;
  AccountAlias?: string;
  Decision: "Allowed" | "NeedsMfa" | "Depends" | "Denied";
  Reason?: string;
}

export function listAssumableRoles(session: string, next: string | undefined): Promise<{ Roles: AssumableRole[]; NextToken?: string }> {
  return rolecall(session, "ListAssumableRoles", next === undefined ? {} : { NextToken: next });
}

export interface LiveSession {
  AccessKeyId: string;
  Arn: string;
  IssuedAt: WireTime;
  ExpiresAt: WireTime;
  MfaAuthenticated: boolean;
  SourceIp?: string;
  LastCall?: { Time: WireTime; Service: string; Operation: string };
  Chain?: string[];
  SourceIdentity?: string;
  Revoked?: WireTime;
}

export function listSessions(session: string, roleName: string): Promise<{ Sessions: LiveSession[]; NextToken?: string }> {
  return rolecall(session, "ListSessions", { RoleName: roleName });
}

export function revokeSession(session: string, accessKeyId: string): Promise<unknown> {
  return rolecall(session, "RevokeSession", { AccessKeyId: accessKeyId });
}

export function accountProtection(session: string): Promise<{ Protected: boolean }> {
  return rolecall(session, "GetAccountProtection", {});
}

export function putAccountProtection(session: string, isProtected: boolean): Promise<unknown> {
  return rolecall(session, "PutAccountProtection", { Protected: isProtected });
}

export interface PossiblePrincipal {
  Arn: string;
  AccountId: string;
  Decision: "Allowed" | "NeedsMfa" | "Depends";
  Conditions?: string[];
}

export function whoCanAssume(session: string, roleArn: string): Promise<{ Principals: PossiblePrincipal[]; Truncated: boolean }> {
  return rolecall(session, "WhoCanAssume", { RoleArn: roleArn });
}
