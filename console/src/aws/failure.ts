import { SecurityKeyError } from "../security-key/security-key-error";
import { ConsoleError } from "../session/api";

/** Why a call did not do what it was asked to do. */
export type Failure =
  | { kind: "denied"; code: string; message: string; requestId?: string; user?: string; action?: string; resource?: string }
  | { kind: "refused"; code: string; message: string; requestId?: string }
  | { kind: "ended"; message: string }
  | { kind: "unreachable"; message: string };

const DENIED_CODES = new Set(["AccessDenied", "AccessDeniedException", "UnauthorizedOperation"]);

/** AWS's sentence: `User: ARN is not authorized to perform: ACTION on resource: ARN because …`. */
const DENIED_SENTENCE = /^User: (\S+) is not authorized to perform: (\S+)(?: on resource: "?([^\s"]+)"?)?/;

interface ServiceException {
  name: string;
  message: string;
  Code?: string;
  $metadata?: { requestId?: string; httpStatusCode?: number };
}

function isServiceException(error: unknown): error is ServiceException {
  return error instanceof Error && "$metadata" in error;
}

/** The server has ended the session; the proxy says so with status 401, which no AWS service uses. */
export class SessionEnded extends Error {
  constructor() {
    super("The session has ended.");
    this.name = "SessionEnded";
  }
}

export function toFailure(error: unknown): Failure {
  if (error instanceof SessionEnded) return { kind: "ended", message: error.message };
  if (error instanceof ConsoleError) {
    if (error.code === "SessionExpired") return { kind: "ended", message: error.message };
    if (error.status === 0) return { kind: "unreachable", message: error.message };
    return ofService(error.code, error.message, error.requestId);
  }
  if (error instanceof SecurityKeyError) return { kind: "refused", code: error.code, message: error.message };
  // The SDK adds its members to errors of `fetch` too.
  if (error instanceof TypeError) return { kind: "unreachable", message: "The server cannot be reached." };
  if (isServiceException(error)) {
    return ofService(error.name, error.message, error.$metadata?.requestId);
  }
  return { kind: "unreachable", message: error instanceof Error ? error.message : String(error) };
}

function ofService(code: string, message: string, requestId: string | undefined): Failure {
  if (DENIED_CODES.has(code)) {
    const sentence = DENIED_SENTENCE.exec(message);
    return { kind: "denied", code, message, requestId, user: sentence?.[1], action: sentence?.[2], resource: sentence?.[3] };
  }
  return { kind: "refused", code, message: message === "" || message === "UnknownError" ? code : message, requestId };
}

/** Whether AWS says that the thing does not exist: an empty state, not an error. */
export function isMissing(failure: Failure | undefined): boolean {
  return failure?.kind === "refused" && /^NoSuch|NotFound/.test(failure.code);
}

/** The lines of a denied box, and what its Copy button copies. */
export function deniedLines(failure: Extract<Failure, { kind: "denied" }>): string[] {
  const lines: string[] = [];
  if (failure.user !== undefined) lines.push(`User: ${failure.user}`);
  if (failure.action !== undefined) lines.push(`Action: ${failure.action}`);
  if (failure.resource !== undefined) lines.push(`On resource(s): ${failure.resource}`);
  const because = /\bbecause .*$/.exec(failure.message)?.[0];
  lines.push(`Context: ${because ?? failure.message}`);
  if (failure.requestId !== undefined) lines.push(`Request ID: ${failure.requestId}`);
  return lines;
}
