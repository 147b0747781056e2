import type { HolderFacts } from "./copy-as";
import { everyItem, type Holder } from "./holder";

/** The policies of a user, group or role, for copying it elsewhere. */
export async function policyFacts(holder: Holder): Promise<Pick<HolderFacts, "policies" | "inline">> {
  const [attached, names] = await Promise.all([everyItem(holder.listAttached), everyItem(holder.listInline)]);
  const inline = await Promise.all(names.map(async (name) => ({ name, document: await holder.getInline(name) })));
  return { policies: attached.map(({ arn }) => arn), inline };
}
