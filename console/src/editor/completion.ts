import type { Completion, CompletionContext, CompletionResult, CompletionSource } from "@codemirror/autocomplete";
import type { PolicyKind, ServiceActions, ServiceName } from "../aws/rolecall-policies";
import { type ArnKind, kindsOfKey, kindsOfServices, type KnownArn, PRINCIPAL_KINDS } from "../iam/known-arns";
import { type Place, placeAt, statementAt } from "./place";
import { conditionKeys, OPERATORS } from "./words";

/** What completion asks the server for. */
export interface Reference {
  services: () => Promise<ServiceName[]>;
  actions: (service: string) => Promise<ServiceActions>;
  /** ARNs that exist. A list that is denied is empty. */
  arns: (kinds: readonly ArnKind[]) => Promise<KnownArn[]>;
}

/** More services than a statement usually names would cost a call each. */
const SERVICES_OF_STATEMENT = 5;

const POLICY_MEMBERS = ["Version", "Id", "Statement"];
const STATEMENT_MEMBERS = ["Sid", "Effect", "Action", "NotAction", "Resource", "NotResource", "Condition"];
const PRINCIPAL_MEMBERS = ["Principal", "NotPrincipal"];

/** Completion of members, actions, resources and condition keys of a policy. */
export function policyCompletion(kind: PolicyKind, reference: Reference): CompletionSource {
  return async (context: CompletionContext): Promise<CompletionResult | null> => {
    const place = placeAt(context.state, context.pos);
    if (!place) return null;
    const typed = context.state.sliceDoc(place.from, context.pos);
    let options: Completion[];
    try {
      options = await optionsAt(kind, reference, place, typed, statementAt(context.state, context.pos));
    } catch {
      // Without the reference there is no completion; writing goes on.
      return null;
    }
    if (options.length === 0) return null;
    return { from: place.from, to: place.to, options, validFor: /^[\w:*?./${}+=,@-]*$/ };
  };
}

export async function optionsAt(kind: PolicyKind, reference: Reference, place: Place, typed: string, statement: string): Promise<Completion[]> {
  const { path, isName } = place;
  const last = path.at(-1);
  const inCondition = path.indexOf("Condition");
  if (isName) {
    if (inCondition >= 0) return path.length - inCondition === 1 ? words(OPERATORS, "keyword") : keys(reference, statement);
    if (last === undefined) return words(POLICY_MEMBERS, "property");
    if (last === "Statement") return words(kind === "IDENTITY" || kind === "SCP" ? STATEMENT_MEMBERS : [...STATEMENT_MEMBERS, ...PRINCIPAL_MEMBERS], "property");
    if (PRINCIPAL_MEMBERS.includes(last)) return words(["AWS", "Service", "Federated", "CanonicalUser"], "property");
    return [];
  }
  if (inCondition >= 0) {
    const kinds = kindsOfKey(path[inCondition + 1] ?? "", path[inCondition + 2] ?? "");
    return kinds.length > 0 ? arns(reference, kinds) : words(["true", "false"], "constant");
  }
  // `{ "Principal": { "AWS": "…" } }`; services and providers are no ARNs of these lists.
  if (last === "AWS" && PRINCIPAL_MEMBERS.includes(path.at(-2) ?? "")) return arns(reference, PRINCIPAL_KINDS);
  switch (last) {
    case "Version":
      return words(["2012-10-17"], "constant");
    case "Effect":
      return words(["Allow", "Deny"], "constant");
    case "Action":
    case "NotAction":
      return actionOptions(reference, typed);
    case "Resource":
    case "NotResource":
      return resources(reference, statement);
    default:
      return [];
  }
}

function words(labels: readonly string[], type: string): Completion[] {
  return labels.map((label) => ({ label, type }));
}

async function actionOptions(reference: Reference, typed: string): Promise<Completion[]> {
  const colon = typed.indexOf(":");
  if (colon < 0) return (await reference.services()).map(({ Prefix, Name }) => ({ label: `${Prefix}:`, detail: Name, type: "namespace" }));
  const prefix = typed.slice(0, colon);
  const { Actions } = await reference.actions(prefix.toLowerCase());
  return [{ label: `${prefix}:*`, detail: "All actions", type: "function" }, ...Actions.map(({ Name, AccessLevel }) => ({ label: `${prefix}:${Name}`, detail: AccessLevel, type: "function" }))];
}

/** The services whose actions a statement names. */
export function servicesOf(statement: string): string[] {
  const found = new Set<string>();
  for (const [, prefix] of statement.matchAll(/"([a-z][a-z0-9-]*):[A-Za-z*?]/g)) {
    if (prefix !== undefined && prefix !== "arn" && prefix !== "aws") found.add(prefix);
  }
  return [...found].slice(0, SERVICES_OF_STATEMENT);
}

async function ofServices(reference: Reference, statement: string): Promise<ServiceActions[]> {
  const answers = await Promise.allSettled(servicesOf(statement).map((service) => reference.actions(service)));
  return answers.flatMap((answer) => (answer.status === "fulfilled" ? [answer.value] : []));
}

async function resources(reference: Reference, statement: string): Promise<Completion[]> {
  const types = (await ofServices(reference, statement)).flatMap((service) => service.ResourceTypes);
  const formats = types.flatMap(({ Name, ArnFormats }) => ArnFormats.map((format) => ({ label: format.replaceAll("${Partition}", "aws"), detail: Name, type: "text" })));
  // `NotAction` leaves services out: the statement is about all others.
  const existing = await arns(reference, kindsOfServices(/"NotAction"\s*:|"\*"\s*[,\]}]/.test(actionsOf(statement)) ? [] : servicesOf(statement)));
  return [{ label: "*", detail: "All resources", type: "constant" }, ...existing, ...formats];
}

/** The element of the statement that says what it is about. */
function actionsOf(statement: string): string {
  return /"(?:Not)?Action"\s*:\s*(?:"[^"]*"|\[[^\]]*\])\s*[,}]?/.exec(statement)?.[0] ?? "";
}

const KIND_WORDS: Record<ArnKind, string> = { role: "Role", user: "User", group: "User group", policy: "Policy", bucket: "Bucket", account: "Account" };

async function arns(reference: Reference, kinds: readonly ArnKind[]): Promise<Completion[]> {
  return (await reference.arns(kinds)).map(({ kind, arn }) => ({ label: arn, detail: KIND_WORDS[kind], type: "text", boost: 1 }));
}

async function keys(reference: Reference, statement: string): Promise<Completion[]> {
  const own = (await ofServices(reference, statement)).flatMap((service) => service.ConditionKeys);
  return words(conditionKeys(own), "variable");
}
