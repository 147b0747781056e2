import type { Session } from "../../session/api";
import { AREAS } from "../areas";

/** Somewhere to go, or something to begin. */
export interface Place {
  text: string;
  page: string;
  /** Where it is, or what to do there: one line. */
  says?: string;
  /** Other words for it: those of older guides, and those that people use. */
  words?: readonly string[];
  /** Not a page of the session, but one of the console. */
  outside?: boolean;
}

/** What is begun from a page, in the words of AWS's buttons. */
const ACTIONS: readonly Place[] = [
  { text: "Create role", page: "iam/roles/create", says: "Trusted entity, permissions, name", words: ["new role", "add role", "next permissions", "next review", "next tags", "trusted entity", "another aws account"] },
  { text: "Create user", page: "iam/users/create", words: ["new user", "add user", "add users", "next permissions", "next tags", "next review"] },
  { text: "Create group", page: "iam/groups/create", words: ["new group", "create user group", "create new group"] },
  { text: "Create policy", page: "iam/policies/create", says: "JSON, then name and tags on one page", words: ["new policy", "next tags", "next review", "create your own policy", "policy generator"] },
  { text: "Add provider", page: "iam/providers/create", says: "SAML or OpenID Connect", words: ["create provider", "identity provider", "oidc", "saml", "federation"] },
  { text: "Create bucket", page: "s3/create", words: ["new bucket"] },
  { text: "Add an AWS account", page: "organizations/add-account", words: ["create account", "new account", "create an aws account"] },
  { text: "Create service control policy", page: "organizations/policies/scp/create", words: ["new scp", "create scp"] },
  { text: "Create resource control policy", page: "organizations/policies/rcp/create", words: ["new rcp", "create rcp"] },
];

/** What older guides call by names that the pages no longer have, and tabs that only a page shows. */
const FORMER: readonly Place[] = [
  { text: "Last Accessed of a user", page: "iam/users", says: "Choose a user, then the tab Last Accessed", words: ["access advisor", "service last accessed", "unused permissions"] },
  { text: "Last Accessed of a role", page: "iam/roles", says: "Choose a role, then the tab Last Accessed", words: ["access advisor", "service last accessed", "unused permissions"] },
  { text: "Entities attached", page: "iam/policies", says: "Choose a policy, then the tab Entities attached", words: ["policy usage", "attached entities", "who has this policy"] },
  { text: "Attach policies directly", page: "iam/users", says: "Choose a user, then Add permissions", words: ["attach existing policies directly", "add permissions", "attach policy to user"] },
  { text: "Create access key", page: "iam/users", says: "Choose a user, then the tab Security credentials", words: ["programmatic access", "access key", "secret access key", "api key"] },
  { text: "Assign MFA device", page: "iam/users", says: "Choose a user, then the tab Security credentials", words: ["activate mfa", "manage mfa device", "virtual mfa device", "two factor"] },
  { text: "Edit trust policy", page: "iam/roles", says: "Choose a role, then the tab Trust relationships", words: ["edit trust relationship", "assume role policy", "trusted entities"] },
  { text: "Revoke active sessions", page: "iam/roles", says: "Choose a role, then the tab Revoke sessions", words: ["revoke sessions", "sessions", "sign out sessions"] },
  { text: "Try it as …", page: "iam/roles", says: "Choose a role, then Try it as …", words: ["policy simulator", "simulate", "test access", "can assume"] },
  { text: "Effective limits", page: "organizations", says: "Choose an account, then the tab Effective limits", words: ["effective policy", "scp", "rcp", "guardrails", "what may an account do"] },
];

/** Other words for the pages of the navigation. */
const PAGE_WORDS: Readonly<Partial<Record<string, readonly string[]>>> = {
  iam: ["home", "console home", "security status", "account alias", "sign-in url"],
  "iam/users": ["iam users", "people"],
  "iam/groups": ["iam user groups", "groups"],
  "iam/settings": ["password policy", "sts", "security token service"],
  "iam/credential-report": ["download report", "csv"],
  account: ["account display settings", "account color", "protected account", "account colour"],
  activity: ["cloudtrail", "event history", "recent denials", "log", "audit", "trail"],
  why: ["access denied", "explain", "troubleshoot", "request id", "decode authorization message"],
  "access-report": ["effective permissions", "what can a user do", "policy simulator"],
  "trust-map": ["who can assume", "trust graph"],
  s3: ["buckets", "s3", "objects", "files"],
  organizations: ["accounts", "organizational units", "ou", "organization"],
  "organizations/policies": ["scp", "rcp", "service control policies", "resource control policies"],
};

function pages(): Place[] {
  const own = AREAS.flatMap((area) =>
    area.groups
      .filter(({ title }) => title !== "Related consoles")
      .flatMap(({ entries }) => entries.map(({ text, page }): Place => ({ text, page, says: area.title, words: PAGE_WORDS[page] }))),
  );
  return own;
}

function forIdentity(session: Session): Place[] {
  const places: Place[] = [];
  if (session.kind === "iamUser" && session.userName !== undefined) {
    const own = `iam/users/${encodeURIComponent(session.userName)}`;
    places.push(
      { text: "My security credentials", page: `${own}?tab=security-credentials`, says: session.userName, words: ["security credentials", "change password", "my access keys", "programmatic access", "mfa"] },
      { text: "Create access key for myself", page: `${own}/create-access-key`, words: ["programmatic access", "access key"] },
    );
  }
  if (session.kind !== "root") {
    places.push({ text: "Switch role", page: `/switchrole?from=${encodeURIComponent(session.id)}`, says: "Act in another role", words: ["assume role", "change account", "display name"], outside: true });
  }
  places.push({ text: "Add session", page: "/sign-in", says: "Sign in with another identity", words: ["sign in", "log in", "multi-session"], outside: true });
  return places;
}

/** Everything that can be gone to by name in a session. */
export function placesOf(session: Session): Place[] {
  return [...pages(), ...ACTIONS, ...forIdentity(session), ...FORMER];
}

/** Letters and digits only: "Next: Tags" is found as "next tags". */
function plain(text: string): string {
  return text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, " ").trim();
}

/** How well a place fits: 0 best; `undefined` if it does not. */
function rank(place: Place, wanted: string): number | undefined {
  const text = plain(place.text);
  const words = (place.words ?? []).map(plain);
  if (text === wanted) return 0;
  if (text.startsWith(wanted)) return 1;
  if (words.includes(wanted)) return 2;
  if (words.some((word) => word.startsWith(wanted))) return 3;
  const all = [text, ...words].join(" ");
  const parts = wanted.split(" ");
  if (parts.every((part) => text.includes(part))) return 4;
  return parts.every((part) => all.includes(part)) ? 5 : undefined;
}

/** Places shown for one text: more would hide what is found by name below them. */
export const MOST_PLACES = 8;

/** The places that a text means, the best first; without a text, the pages. */
export function findPlaces(places: readonly Place[], text: string): Place[] {
  const wanted = plain(text);
  if (wanted === "") return places.slice(0, MOST_PLACES);
  return places
    .flatMap((place) => {
      const fits = rank(place, wanted);
      return fits === undefined ? [] : [{ place, fits }];
    })
    .sort((a, b) => a.fits - b.fits)
    .slice(0, MOST_PLACES)
    .map(({ place }) => place);
}

/** The former words that a text was found by, to be shown: "Access Advisor" is not on the page that it leads to. */
export function foundBy(place: Place, text: string): string | undefined {
  const wanted = plain(text);
  if (wanted.length < 3 || plain(place.text).includes(wanted)) return undefined;
  return place.words?.find((word) => plain(word).includes(wanted));
}
