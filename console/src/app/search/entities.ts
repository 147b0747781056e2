import { GetAccessKeyLastUsedCommand, GetGroupCommand, GetRoleCommand, GetUserCommand, type IAMClient, ListGroupsCommand, ListOpenIDConnectProvidersCommand, ListPoliciesCommand, ListRolesCommand, ListSAMLProvidersCommand, ListUsersCommand } from "@aws-sdk/client-iam";
import { ListBucketsCommand, type S3Client } from "@aws-sdk/client-s3";
import { isMissing, toFailure } from "../../aws/failure";
import type { Part } from "../../data/use-all";
import { holderPage, type HolderKind } from "../../iam/holder";
import { nextMarker, PAGE_ITEMS } from "../../iam/markers";
import { policyPage } from "../../iam/policy-type";
import { providerOf, providerPage } from "../../pages/providers/provider";
import { bucketPage } from "../../pages/s3/paths";
import { accessKeyIdIn } from "./direct";

/** A thing of the account that has a name. */
export interface Thing {
  name: string;
  page: string;
  arn?: string;
}

export interface Kind {
  title: string;
  /** One page of the list. */
  list: (marker?: string) => Promise<Part<Thing>>;
  /** The thing that has exactly this name: it is found also where the list is too long to be read. */
  exact?: (name: string) => Promise<Thing | undefined>;
}

/** So many pages of a list are read for a search, 1,000 names each. Exact names beyond them are found all the same. */
export const MOST_PAGES = 2;
/** Shown of one kind. */
export const MOST_SHOWN = 6;

export interface Found {
  groups: { title: string; things: Thing[] }[];
  /** Lists that could not be read, each with the request that explains why. */
  unread: { title: string; denied: boolean; requestId?: string }[];
  /** Lists of which only a part was looked through. */
  cut: string[];
}

/** Lists that have been read once while the search is open. */
export type Lists = Map<string, Promise<{ things: Thing[]; cut: boolean }>>;

async function readList(kind: Kind): Promise<{ things: Thing[]; cut: boolean }> {
  const things: Thing[] = [];
  let next: string | undefined;
  for (let pages = 0; pages < MOST_PAGES; pages += 1) {
    const part = await kind.list(next);
    things.push(...part.items);
    next = part.next;
    if (next === undefined) return { things, cut: false };
  }
  return { things, cut: true };
}

function fits(thing: Thing, wanted: string): number | undefined {
  const name = thing.name.toLowerCase();
  if (name === wanted) return 0;
  if (name.startsWith(wanted)) return 1;
  if (name.includes(wanted)) return 2;
  return thing.arn?.toLowerCase().includes(wanted) === true ? 3 : undefined;
}

/** The things that a text is a part of the name or ARN of, the nearest first. */
export function matching(things: readonly Thing[], text: string): Thing[] {
  const wanted = text.trim().toLowerCase();
  return things
    .flatMap((thing) => {
      const rank = fits(thing, wanted);
      return rank === undefined ? [] : [{ thing, rank }];
    })
    .sort((a, b) => a.rank - b.rank || a.thing.name.length - b.thing.name.length)
    .slice(0, MOST_SHOWN)
    .map(({ thing }) => thing);
}

/** Looks through each kind by itself: one that is denied leaves the others. */
export async function searchKinds(kinds: readonly Kind[], lists: Lists, text: string): Promise<Found> {
  const found: Found = { groups: [], unread: [], cut: [] };
  const outcomes = await Promise.allSettled(
    kinds.map(async (kind) => {
      let list = lists.get(kind.title);
      if (!list) {
        list = readList(kind);
        lists.set(kind.title, list);
      }
      const { things, cut } = await list;
      const near = matching(things, text);
      const exact = cut && kind.exact && !near.some(({ name }) => name === text.trim()) ? await kind.exact(text.trim()) : undefined;
      return { things: exact ? [exact, ...near].slice(0, MOST_SHOWN) : near, cut };
    }),
  );
  outcomes.forEach((outcome, index) => {
    const title = kinds[index]?.title ?? "";
    if (outcome.status === "fulfilled") {
      if (outcome.value.things.length > 0) found.groups.push({ title, things: outcome.value.things });
      if (outcome.value.cut) found.cut.push(title);
      return;
    }
    // Read again at the next search: a server that did not answer may answer then.
    lists.delete(title);
    const failure = toFailure(outcome.reason);
    if (failure.kind === "ended") throw outcome.reason;
    found.unread.push({ title, denied: failure.kind === "denied", requestId: failure.kind === "denied" ? failure.requestId : undefined });
  });
  return found;
}

async function orNothing(read: () => Promise<Thing | undefined>): Promise<Thing | undefined> {
  try {
    return await read();
  } catch (error) {
    const failure = toFailure(error);
    // A name with other characters than names have is that of nothing; one that may not be read is not shown.
    if (isMissing(failure) || failure.kind === "refused" || failure.kind === "denied") return undefined;
    throw error;
  }
}

function holder(kind: HolderKind, name: string | undefined, arn: string | undefined): Thing {
  return { name: name ?? "", arn, page: holderPage(kind, name ?? "") };
}

/** What IAM and S3 have lists of. */
export function kindsOf(iam: IAMClient, s3: S3Client): Kind[] {
  return [
    {
      title: "Users",
      list: async (Marker) => {
        const answer = await iam.send(new ListUsersCommand({ Marker, MaxItems: PAGE_ITEMS }));
        return { items: (answer.Users ?? []).map(({ UserName, Arn }) => holder("user", UserName, Arn)), next: nextMarker(answer) };
      },
      exact: (UserName) => orNothing(async () => holder("user", (await iam.send(new GetUserCommand({ UserName }))).User?.UserName, undefined)),
    },
    {
      title: "User groups",
      list: async (Marker) => {
        const answer = await iam.send(new ListGroupsCommand({ Marker, MaxItems: PAGE_ITEMS }));
        return { items: (answer.Groups ?? []).map(({ GroupName, Arn }) => holder("group", GroupName, Arn)), next: nextMarker(answer) };
      },
      exact: (GroupName) => orNothing(async () => holder("group", (await iam.send(new GetGroupCommand({ GroupName, MaxItems: 1 }))).Group?.GroupName, undefined)),
    },
    {
      title: "Roles",
      list: async (Marker) => {
        const answer = await iam.send(new ListRolesCommand({ Marker, MaxItems: PAGE_ITEMS }));
        return { items: (answer.Roles ?? []).map(({ RoleName, Arn }) => holder("role", RoleName, Arn)), next: nextMarker(answer) };
      },
      exact: (RoleName) => orNothing(async () => holder("role", (await iam.send(new GetRoleCommand({ RoleName }))).Role?.RoleName, undefined)),
    },
    {
      title: "Policies",
      list: async (Marker) => {
        const answer = await iam.send(new ListPoliciesCommand({ Marker, MaxItems: PAGE_ITEMS }));
        return { items: (answer.Policies ?? []).map(({ PolicyName, Arn }) => ({ name: PolicyName ?? "", arn: Arn, page: policyPage(Arn ?? "") })), next: nextMarker(answer) };
      },
    },
    {
      title: "Identity providers",
      list: async () => {
        const [oidc, saml] = await Promise.all([iam.send(new ListOpenIDConnectProvidersCommand({})), iam.send(new ListSAMLProvidersCommand({}))]);
        const all = [...(oidc.OpenIDConnectProviderList ?? []), ...(saml.SAMLProviderList ?? [])].map(({ Arn }) => providerOf(Arn ?? ""));
        return { items: all.map((provider) => ({ name: provider.name, arn: provider.arn, page: providerPage(provider) })), next: undefined };
      },
    },
    {
      title: "Buckets",
      list: async () => {
        const { Buckets = [] } = await s3.send(new ListBucketsCommand({}));
        return { items: Buckets.map(({ Name }) => ({ name: Name ?? "", arn: `arn:aws:s3:::${Name ?? ""}`, page: bucketPage(Name ?? "") })), next: undefined };
      },
    },
  ];
}

/** Whose key an id is. */
async function ownerOfKey(iam: IAMClient, id: string): Promise<Found> {
  const found: Found = { groups: [], unread: [], cut: [] };
  try {
    const { UserName } = await iam.send(new GetAccessKeyLastUsedCommand({ AccessKeyId: id }));
    if (UserName !== undefined) found.groups.push({ title: "Users with this access key", things: [{ name: UserName, page: `${holderPage("user", UserName)}?tab=security-credentials` }] });
  } catch (error) {
    const failure = toFailure(error);
    if (failure.kind === "ended" || failure.kind === "unreachable") throw error;
    if (failure.kind === "denied") found.unread.push({ title: "Access keys", denied: true, requestId: failure.requestId });
  }
  return found;
}

/** Things of the account by name, part of a name, ARN or access key id. */
export function searchThings(iam: IAMClient, s3: S3Client, lists: Lists, text: string): Promise<Found> {
  const key = accessKeyIdIn(text);
  return key === undefined ? searchKinds(kindsOf(iam, s3), lists, text) : ownerOfKey(iam, key);
}
