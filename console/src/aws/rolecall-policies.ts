import { rolecall } from "./rolecall";

export type PolicyKind = "IDENTITY" | "TRUST" | "BUCKET" | "SCP" | "RCP";
export type Severity = "ERROR" | "SECURITY_WARNING" | "WARNING" | "SUGGESTION";

export interface TextEdit {
  Start: number;
  End: number;
  Text: string;
}

/** Places are offsets in UTF-16 code units, as strings of JavaScript count. */
export interface Finding {
  Code: string;
  Severity: Severity;
  Message: string;
  Start: number;
  End: number;
  Help?: string;
  Fixes: { Title: string; Edits: TextEdit[] }[];
}

/** CheckPolicy takes no longer document. */
export const CHECK_LIMIT = 131_072;

export function checkPolicy(session: string, kind: PolicyKind, document: string): Promise<{ Findings: Finding[]; Truncated?: boolean }> {
  return rolecall(session, "CheckPolicy", { Type: kind, Document: document });
}

export interface ServiceActions {
  Actions: { Name: string; AccessLevel: string; ResourceTypes: string[]; ConditionKeys: string[] }[];
  ResourceTypes: { Name: string; ArnFormats: string[] }[];
  ConditionKeys: string[];
}

export interface ServiceName {
  Prefix: string;
  Name: string;
}

const services = new Map<string, Promise<ServiceName[]>>();
const actions = new Map<string, Promise<ServiceActions>>();

/** Asks once a session: the authorization reference does not change while a page is open. A failure is asked again. */
function once<T>(cache: Map<string, Promise<T>>, key: string, ask: () => Promise<T>): Promise<T> {
  const known = cache.get(key);
  if (known) return known;
  const asked = ask();
  cache.set(key, asked);
  asked.catch(() => cache.delete(key));
  return asked;
}

export function describeServices(session: string): Promise<ServiceName[]> {
  return once(services, session, async () => (await rolecall<{ Services: ServiceName[] }>(session, "DescribeActions", {})).Services);
}

export function describeActions(session: string, service: string): Promise<ServiceActions> {
  return once(actions, `${session} ${service}`, () => rolecall<ServiceActions>(session, "DescribeActions", { Service: service }));
}
