/**
 * What was typed into forms and is not saved yet. It lives in this tab only, so that a reload, an accidental close of the
 * tab or an expired session loses nothing, and it belongs to one identity. Forms give no passwords or secrets here.
 */

const PREFIX = "rolecall.draft ";

/** A draft that is longer is not kept: browsers give a site some five million characters. */
export const DRAFT_LIMIT = 500_000;

export interface StoredDraft {
  /** What the form showed before anything was typed. */
  first: string;
  value: unknown;
}

function keyOf(arn: string, page: string): string {
  return `${PREFIX}${arn} ${page}`;
}

export function keepDraft(arn: string, page: string, draft: StoredDraft): void {
  const text = JSON.stringify(draft);
  try {
    if (text.length > DRAFT_LIMIT) sessionStorage.removeItem(keyOf(arn, page));
    else sessionStorage.setItem(keyOf(arn, page), text);
  } catch {
    // Storage is full or forbidden: the form works without.
  }
}

export function draftOf(arn: string, page: string): StoredDraft | undefined {
  try {
    const draft: unknown = JSON.parse(sessionStorage.getItem(keyOf(arn, page)) ?? "null");
    if (typeof draft !== "object" || draft === null) return undefined;
    const { first, value } = draft as Partial<StoredDraft>;
    return typeof first === "string" ? { first, value } : undefined;
  } catch {
    return undefined;
  }
}

export function dropDraft(arn: string, page: string): void {
  try {
    sessionStorage.removeItem(keyOf(arn, page));
  } catch {
    // Nothing was kept.
  }
}

const listeners = new Set<() => void>();

/** Called when somebody signs out, in this tab or another. */
export function onSignedOut(listener: () => void): () => void {
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
  };
}

/** Forgets the drafts of an identity, or of all, in this tab. */
export function dropDrafts(arn: string | undefined): void {
  try {
    const keys = Array.from({ length: sessionStorage.length }, (_, index) => sessionStorage.key(index) ?? "");
    for (const key of keys) if (key.startsWith(arn === undefined ? PREFIX : `${PREFIX}${arn} `)) sessionStorage.removeItem(key);
  } catch {
    // Nothing was kept.
  }
  for (const listener of listeners) listener();
}

/** Other tabs have drafts of their own, which end with the session too. */
const channel = typeof BroadcastChannel === "undefined" ? undefined : new BroadcastChannel("rolecall.signed-out");
channel?.addEventListener("message", ({ data }: MessageEvent<unknown>) => dropDrafts(typeof data === "string" ? data : undefined));

/** Somebody signs out of one session, or of all: their drafts go, in every tab. */
export function signedOut(arn: string | undefined): void {
  dropDrafts(arn);
  channel?.postMessage(arn ?? null);
}

/** Whether a stored value has the members of a form's first value. A list may hold anything: its items are the form's own. */
export function sameShape<T>(model: T, value: unknown): value is T {
  if (Array.isArray(model)) return Array.isArray(value);
  if (typeof model !== "object" || model === null) return typeof value === typeof model;
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  return Object.entries(model).every(([name, part]) => sameShape(part, (value as Record<string, unknown>)[name]));
}
