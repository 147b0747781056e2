import { type IAMClient, ListGroupsCommand, ListPoliciesCommand, ListRolesCommand, ListUsersCommand } from "@aws-sdk/client-iam";
import { iamOf } from "../aws/iam";
import type { Part } from "../data/use-all";
import { nextMarker, PAGE_ITEMS } from "./markers";

export type ArnKind = "role" | "user" | "group" | "policy" | "bucket" | "account";

export interface KnownArn {
  kind: ArnKind;
  arn: string;
}

/** Calls that one list makes at most: completion is a help, and an account may have very many roles. */
export const CALLS_OF_LIST = 10;

/** A list is read again after so long, so that what was made meanwhile is offered. Denied lists are asked again as seldom. */
const FRESH_MS = 60_000;

type Read = (next: string | undefined) => Promise<Part<string>>;

function arnsOf(items: readonly { Arn?: string }[] | undefined, next: string | undefined): Part<string> {
  return { items: (items ?? []).flatMap(({ Arn }) => Arn ?? []), next };
}

function ofIam(iam: IAMClient, kind: "role" | "user" | "group" | "policy"): Read {
  return async (Marker) => {
    const page = { Marker, MaxItems: PAGE_ITEMS };
    switch (kind) {
      case "role": {
        const answer = await iam.send(new ListRolesCommand(page));
        return arnsOf(answer.Roles, nextMarker(answer));
      }
      case "user": {
        const answer = await iam.send(new ListUsersCommand(page));
        return arnsOf(answer.Users, nextMarker(answer));
      }
      case "group": {
        const answer = await iam.send(new ListGroupsCommand(page));
        return arnsOf(answer.Groups, nextMarker(answer));
      }
      case "policy": {
        const answer = await iam.send(new ListPoliciesCommand({ ...page, Scope: "Local" }));
        return arnsOf(answer.Policies, nextMarker(answer));
      }
    }
  };
}

/** The clients of S3 and Organizations are fetched only where their lists are wanted. */
async function reader(session: string, kind: ArnKind): Promise<Read> {
  if (kind === "bucket") return (await import("./known-buckets")).buckets(session);
  if (kind === "account") return (await import("./known-accounts")).accounts(session);
  return ofIam(iamOf(session), kind);
}

/** The first pages of a list. What cannot be read, or is denied, is an empty list: each list stands alone. */
export async function firstPages(read: Read): Promise<string[]> {
  const items: string[] = [];
  try {
    let next: string | undefined;
    for (let call = 0; call < CALLS_OF_LIST; call += 1) {
      const part = await read(next);
      items.push(...part.items);
      next = part.next;
      if (next === undefined) break;
    }
  } catch {
    // What has come so far is offered.
  }
  return items;
}

const lists = new Map<string, { at: number; arns: Promise<string[]> }>();

function listOf(session: string, kind: ArnKind): Promise<string[]> {
  const key = `${session} ${kind}`;
  const known = lists.get(key);
  if (known && Date.now() - known.at < FRESH_MS) return known.arns;
  const arns = reader(session, kind).then(firstPages, () => []);
  lists.set(key, { at: Date.now(), arns });
  return arns;
}

/** ARNs that exist, of these kinds. Nothing is read before it is asked for. */
export async function knownArns(session: string, kinds: readonly ArnKind[]): Promise<KnownArn[]> {
  const found = await Promise.all(kinds.map(async (kind) => (await listOf(session, kind)).map((arn): KnownArn => ({ kind, arn }))));
  return found.flat();
}

const OF_IAM: readonly ArnKind[] = ["role", "user", "group", "policy"];

/** What actions of these services work on; `*` and no service at all may work on anything. */
export function kindsOfServices(services: readonly string[]): ArnKind[] {
  if (services.length === 0 || services.includes("*")) return [...OF_IAM, "bucket"];
  const kinds: ArnKind[] = [];
  if (services.includes("iam")) kinds.push(...OF_IAM);
  else if (services.includes("sts")) kinds.push("role", "user");
  if (services.includes("s3")) kinds.push("bucket");
  return kinds;
}

/** What a condition on this key compares with; nothing if its values are no ARNs. */
export function kindsOfKey(operator: string, key: string): ArnKind[] {
  switch (key.toLowerCase()) {
    case "aws:principalarn":
      return ["role", "user", "account"];
    case "iam:policyarn":
    case "iam:permissionsboundary":
      return ["policy"];
    default:
      return /arn$/i.test(key) || /^(For(Any|All)Values?:)?Arn/.test(operator) ? [...OF_IAM, "bucket"] : [];
  }
}

/** Who can be a principal: groups and policies cannot. */
export const PRINCIPAL_KINDS: readonly ArnKind[] = ["account", "role", "user"];
