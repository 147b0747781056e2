import { beforeEach, expect, test } from "vitest";
import { DRAFT_LIMIT, draftOf, dropDraft, dropDrafts, keepDraft, onSignedOut, sameShape } from "./drafts";

const ANA = "arn:aws:iam::111111111111:user/ana";

beforeEach(() => sessionStorage.clear());

test("a draft belongs to one identity and one page", () => {
  keepDraft(ANA, "iam/roles/create", { first: "{}", value: { name: "x" } });
  expect(draftOf(ANA, "iam/roles/create")).toEqual({ first: "{}", value: { name: "x" } });
  expect(draftOf(ANA, "iam/roles")).toBeUndefined();
  expect(draftOf(`${ANA}2`, "iam/roles/create")).toBeUndefined();
  dropDraft(ANA, "iam/roles/create");
  expect(sessionStorage.length).toBe(0);
});

test("signing out drops the drafts of the identity, and tells the forms that are open", () => {
  let told = 0;
  const stop = onSignedOut(() => (told += 1));
  keepDraft(ANA, "a", { first: "", value: 1 });
  keepDraft(`${ANA}2`, "a", { first: "", value: 1 });
  sessionStorage.setItem("other", "stays");
  dropDrafts(ANA);
  expect([draftOf(ANA, "a"), draftOf(`${ANA}2`, "a")?.value, told]).toEqual([undefined, 1, 1]);
  dropDrafts(undefined);
  expect(sessionStorage.length).toBe(1);
  stop();
});

test("what is too long is not kept, and neither is an older draft in its place", () => {
  const overhead = JSON.stringify({ first: "", value: "" }).length;
  keepDraft(ANA, "a", { first: "", value: "x".repeat(DRAFT_LIMIT - overhead) });
  expect(draftOf(ANA, "a")).toBeDefined();
  keepDraft(ANA, "a", { first: "", value: "x".repeat(DRAFT_LIMIT - overhead + 1) });
  expect(draftOf(ANA, "a")).toBeUndefined();
});

test("what is not a draft of this form is not restored", () => {
  sessionStorage.setItem(`rolecall.draft ${ANA} a`, "not JSON");
  expect(draftOf(ANA, "a")).toBeUndefined();
  const model = { name: "", tags: [], on: false, inner: { count: 0 } };
  expect(sameShape(model, { name: "x", tags: [1], on: true, inner: { count: 2 } })).toBe(true);
  for (const other of [null, [], {}, { ...model, name: 1 }, { ...model, tags: {} }, { ...model, inner: null }]) expect(sameShape(model, other)).toBe(false);
});
