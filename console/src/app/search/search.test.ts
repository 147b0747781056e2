import { describe, expect, test } from "vitest";
import type { Session } from "../../session/api";
import { directPlaces, placeOfArn } from "./direct";
import { type Kind, type Lists, matching, MOST_PAGES, searchKinds, type Thing } from "./entities";
import { optionsOf } from "./options";
import { findPlaces, MOST_PLACES, placesOf } from "./places";
import { isSearchShortcut } from "./shortcut";

const ACCOUNT = "111111111111";
const session: Session = {
  id: "s1",
  kind: "iamUser",
  arn: `arn:aws:iam::${ACCOUNT}:user/ana`,
  accountId: ACCOUNT,
  userName: "ana",
  issuedAt: "2026-11-30T10:00:00Z",
  expiresAt: "2026-11-30T22:00:00Z",
  mfa: false,
};

describe("pages and actions", () => {
  const first = (text: string): string | undefined => findPlaces(placesOf(session), text)[0]?.text;

  test("are found by their words", () => {
    expect(first("create role")).toBe("Create role");
    expect(first("CREATE RO")).toBe("Create role");
    expect(first("new policy")).toBe("Create policy");
    expect(first("trust map")).toBe("Trust map");
    expect(first("switch role")).toBe("Switch role");
    expect(findPlaces(placesOf(session), "scp").map(({ page }) => page)).toContain("organizations/policies");
  });

  test("are found by the words of older guides", () => {
    const found = (text: string): string[] => findPlaces(placesOf(session), text).map((place) => place.text);
    expect(found("Access Advisor")).toEqual(["Last Accessed of a user", "Last Accessed of a role"]);
    expect(found("Programmatic access")).toContain("Create access key");
    expect(found("Attach existing policies directly")).toEqual(["Attach policies directly"]);
    expect(found("Next: Tags")).toEqual(["Create role", "Create user", "Create policy"]);
    expect(found("Next: Review")).toContain("Create policy");
    expect(found("Policy usage")).toEqual(["Entities attached"]);
    expect(found("IAM user groups")).toContain("User groups");
  });

  test("are few, and none for a text that is nothing's", () => {
    expect(findPlaces(placesOf(session), "e").length).toBeLessThanOrEqual(MOST_PLACES);
    expect(findPlaces(placesOf(session), "xyzzy")).toEqual([]);
  });

  test("a root user cannot switch roles", () => {
    const places = placesOf({ ...session, kind: "root", userName: undefined });
    expect(places.map(({ text }) => text)).not.toContain("Switch role");
  });
});

describe("what a text names by itself", () => {
  test("an ARN of this account leads to its page", () => {
    const page = (arn: string): string | undefined => placeOfArn(arn, ACCOUNT)?.page;
    expect(page(`arn:aws:iam::${ACCOUNT}:user/team/a/ana`)).toBe("iam/users/ana");
    expect(page(`arn:aws:iam::${ACCOUNT}:role/Dev`)).toBe("iam/roles/Dev");
    expect(page(`arn:aws:sts::${ACCOUNT}:assumed-role/Dev/ana`)).toBe("iam/roles/Dev");
    expect(page("arn:aws:iam::aws:policy/ReadOnlyAccess")).toBe("iam/policies/arn%3Aaws%3Aiam%3A%3Aaws%3Apolicy%2FReadOnlyAccess");
    expect(page("arn:aws:s3:::reports/2026/a b")).toBeUndefined();
    expect(page("arn:aws:s3:::reports/2026/a.txt")).toBe("s3/buckets/reports?prefix=2026%2F");
    for (const other of ["arn:aws:iam::222222222222:role/Dev", "arn:aws:iam::222222222222:policy/P", "arn:aws:iam::111111111111:root", "arn:", "role/Dev"]) expect(page(other)).toBeUndefined();
  });

  test("a request id opens its explanation, also from within an error message", () => {
    const text = "An error occurred (AccessDenied), request id: 1B2C3D4E-0000-4000-8000-00000000abcd";
    expect(directPlaces(text, ACCOUNT).map(({ page }) => page)).toEqual(["why/1b2c3d4e-0000-4000-8000-00000000abcd"]);
  });
});

describe("things by name", () => {
  const thing = (name: string): Thing => ({ name, page: name, arn: `arn:aws:iam::${ACCOUNT}:user/path/${name}` });
  const kind = (title: string, list: Kind["list"], exact?: Kind["exact"]): Kind => ({ title, list, exact });
  const denied = Object.assign(new Error("User: arn is not authorized to perform: iam:ListRoles"), { name: "AccessDenied", $metadata: { requestId: "r1", httpStatusCode: 403 } });

  test("exact names come before beginnings, and those before parts", () => {
    expect(matching(["xana", "ana2", "ana", "bob"].map(thing), "ANA").map(({ name }) => name)).toEqual(["ana", "ana2", "xana"]);
    expect(matching([thing("bob")], "user/path/b").map(({ name }) => name)).toEqual(["bob"]);
  });

  test("a list that is denied leaves the others, and says so with its request", async () => {
    const kinds = [kind("Users", () => Promise.resolve({ items: [thing("ana")], next: undefined })), kind("Roles", () => Promise.reject(denied))];
    const found = await searchKinds(kinds, new Map(), "an");
    expect(found.groups.map(({ title }) => title)).toEqual(["Users"]);
    expect(found.unread).toEqual([{ title: "Roles", denied: true, requestId: "r1" }]);
    const { groups, targets } = optionsOf("an", [], [], found);
    expect(groups.map(({ label }) => label)).toEqual(["Users", "Not searched"]);
    expect(targets.get("Not searched:0")).toEqual({ page: "why/r1", outside: false });
  });

  test("a long list is read to a bound, once, and a whole name is found beyond it", async () => {
    let calls = 0;
    const endless = kind(
      "Users",
      () => {
        calls += 1;
        return Promise.resolve({ items: [thing(`user-${calls}`)], next: "more" });
      },
      (name) => Promise.resolve(name === "zoe" ? thing("zoe") : undefined),
    );
    const lists: Lists = new Map();
    expect(await searchKinds([endless], lists, "zoe")).toEqual({ groups: [{ title: "Users", things: [thing("zoe")] }], unread: [], cut: ["Users"] });
    expect((await searchKinds([endless], lists, "user")).groups[0]?.things).toHaveLength(MOST_PAGES);
    expect(calls).toBe(MOST_PAGES);
  });
});

test("Alt+S and Ctrl+K open the search, and nothing else does", () => {
  const key = (more: Partial<KeyboardEvent>): boolean => isSearchShortcut({ code: "KeyS", key: "s", altKey: false, ctrlKey: false, metaKey: false, shiftKey: false, ...more });
  expect(key({ altKey: true })).toBe(true);
  expect(key({ altKey: true, key: "ß" })).toBe(true);
  expect(key({ ctrlKey: true, code: "KeyK", key: "k" })).toBe(true);
  expect(key({})).toBe(false);
  expect(key({ altKey: true, ctrlKey: true })).toBe(false);
  expect(key({ ctrlKey: true, shiftKey: true, code: "KeyK", key: "K" })).toBe(false);
});
