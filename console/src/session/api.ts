import type { KeySignature, NewKey } from "../security-key/options";

/** A session of this browser, as the server describes it. Its credentials stay in the server. */
export interface Session {
  id: string;
  kind: "iamUser" | "root" | "role" | "federated";
  arn: string;
  accountId: string;
  accountAlias?: string;
  accountName?: string;
  /** Known also to those who may not ask for it. */
  accountProtected?: boolean;
  userName?: string;
  roleName?: string;
  sessionName?: string;
  displayName?: string;
  /** Six hex digits. */
  color?: string;
  issuedAt: string;
  expiresAt: string;
  mfa: boolean;
  /** The session from which this one was switched. */
  original?: { id: string; arn: string; accountId: string; userName?: string };
  /** The roles that the original identity used last in this browser, newest first. */
  roles?: RecentRole[];
}

export interface RecentRole {
  accountId: string;
  roleName: string;
  displayName?: string;
  color?: string;
  at?: string;
}

export interface Browser {
  csrf: string;
  version: string;
  endpoint: string;
  firstStart: boolean;
  sessions: Session[];
}

/** An error of the console's own calls (`/api/`, but not `/aws/`). */
export class ConsoleError extends Error {
  readonly code: string;
  readonly status: number;
  /** Seconds until the server listens to another try. */
  readonly retryAfter: number | undefined;
  readonly requestId: string | undefined;
  /** The caller's own account refuses, so its policies may be named. */
  readonly ownSide: boolean;
  /** Serial numbers of the devices of which one's code is asked for. */
  readonly mfaDevices: readonly string[];
  /** A code is taken as the second factor. */
  readonly codes: boolean;
  /** What to ask the browser for, if the person has security keys. */
  readonly securityKey: PublicKeyCredentialRequestOptionsJSON | undefined;

  constructor(status: number, body: { code?: unknown; message?: unknown; retryAfter?: unknown; requestId?: unknown; ownSide?: unknown; mfaDevices?: unknown; codes?: unknown; securityKey?: unknown }) {
    super(typeof body.message === "string" ? body.message : "The server did not say what went wrong.");
    this.name = "ConsoleError";
    this.status = status;
    this.code = typeof body.code === "string" ? body.code : "Unknown";
    this.retryAfter = typeof body.retryAfter === "number" ? body.retryAfter : undefined;
    this.requestId = typeof body.requestId === "string" ? body.requestId : undefined;
    this.ownSide = body.ownSide === true;
    this.mfaDevices = Array.isArray(body.mfaDevices) ? body.mfaDevices.filter((serial) => typeof serial === "string") : [];
    this.codes = body.codes !== false;
    this.securityKey = isKeyRequest(body.securityKey) ? body.securityKey : undefined;
  }
}

function isKeyRequest(value: unknown): value is PublicKeyCredentialRequestOptionsJSON {
  return typeof value === "object" && value !== null && "challenge" in value && typeof value.challenge === "string";
}

/** The token that shows the server that a request comes from this page and no other. */
let csrf = "";

export function csrfToken(): string {
  return csrf;
}

async function call<T>(method: "GET" | "POST", path: string, body?: unknown): Promise<T> {
  let response: Response;
  try {
    response = await fetch(path, {
      method,
      headers: { "X-Rolecall-Csrf": csrf, ...(body === undefined ? {} : { "Content-Type": "application/json" }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  } catch {
    throw new ConsoleError(0, { code: "Unreachable", message: "The server cannot be reached." });
  }
  if (response.status === 204) return undefined as T;
  const text = await response.text();
  let answer: unknown;
  try {
    answer = text === "" ? {} : JSON.parse(text);
  } catch {
    answer = {};
  }
  if (!response.ok) throw new ConsoleError(response.status, typeof answer === "object" && answer !== null ? answer : {});
  return answer as T;
}

export async function loadBrowser(): Promise<Browser> {
  const browser = await call<Browser>("GET", "/api/browser");
  csrf = browser.csrf;
  return browser;
}

export interface SignIn {
  account: string;
  userName?: string;
  root?: true;
  password: string;
  mfaCode?: string;
  /** The device that shows the code; any of the user's without it. */
  mfaSerial?: string;
  /** The second factor in place of a code. */
  securityKey?: KeySignature;
}

export interface SwitchRole {
  account: string;
  roleName: string;
  displayName?: string;
  color?: string;
  mfaCode?: string;
  /** The device that shows the code; any of the user's without it. */
  mfaSerial?: string;
}

interface WithSession {
  session: Session;
}

const under = (session: string, rest: string): string => `/api/sessions/${encodeURIComponent(session)}/${rest}`;

export const signIn = (body: SignIn): Promise<WithSession> => call("POST", "/api/sign-in", body);
export const newPassword = (body: SignIn & { newPassword: string }): Promise<WithSession> =>
  call("POST", "/api/new-password", body);
export const firstStart = (body: { token: string; account: string; password: string }): Promise<unknown> =>
  call("POST", "/api/first-start", body);
export const signOut = (session: string): Promise<void> => call("POST", under(session, "sign-out"), {});
export const signOutOfAll = (): Promise<void> => call("POST", "/api/sign-out", {});
export const switchRole = (session: string, body: SwitchRole): Promise<WithSession> =>
  call("POST", under(session, "switch-role"), body);
export const switchBack = (session: string): Promise<WithSession> => call("POST", under(session, "switch-back"), {});
/** Begins to register a security key for a user. */
export const beginKey = (session: string, body: { name: string; userName: string }): Promise<{ publicKey: PublicKeyCredentialCreationOptionsJSON }> =>
  call("POST", under(session, "fido/begin"), body);
export const finishKey = (session: string, body: NewKey): Promise<{ serialNumber: string }> =>
  call("POST", under(session, "fido/finish"), body);
/** An address at which the AWS endpoint gives an object to the browser, for a minute. */
export const presign = (session: string, bucket: string, key: string): Promise<{ url: string }> =>
  call("POST", under(session, "presign"), { bucket, key });
