import { type Holder, holderPage } from "./holder";

/** The page that writes an inline policy: a new one without a name. */
export function inlinePolicyPage(holder: Pick<Holder, "kind" | "name">, policy?: string): string {
  const place = `${holderPage(holder.kind, holder.name)}/inline-policy`;
  return policy === undefined ? place : `${place}/${encodeURIComponent(policy)}`;
}
