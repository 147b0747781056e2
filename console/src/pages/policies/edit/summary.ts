/** One row of AWS's table `Permissions defined in this policy`. */
export interface SummaryRow {
  id: string;
  effect: "Allow" | "Deny";
  service: string;
  actions: string;
  resource: string;
  condition: string;
}

type Json = Record<string, unknown>;

function list(value: unknown): string[] {
  return (Array.isArray(value) ? value : value === undefined ? [] : [value]).map((item) => String(item));
}

function many(values: readonly string[]): string {
  if (values.length === 0) return "None";
  return values.length === 1 ? (values[0] ?? "") : "Multiple";
}

function conditionWords(condition: unknown): string {
  if (typeof condition !== "object" || condition === null) return "None";
  const pairs = Object.entries(condition).flatMap(([operator, keys]) => (typeof keys === "object" && keys !== null ? Object.entries(keys as Json).map(([key, value]) => `${key} ${operator} ${list(value).join(", ")}`) : []));
  return many(pairs);
}

/** What a policy allows and denies, service by service. A document that is not a policy has no rows. */
export function summaryOf(document: string): SummaryRow[] {
  let statements: unknown[];
  try {
    const { Statement } = JSON.parse(document) as { Statement?: unknown };
    statements = Array.isArray(Statement) ? Statement : [Statement];
  } catch {
    return [];
  }
  return statements.flatMap((statement, index) => {
    if (typeof statement !== "object" || statement === null) return [];
    const { Effect, Action, NotAction, Resource, NotResource, Condition } = statement as Json;
    const services = new Map<string, string[]>();
    for (const action of list(Action ?? NotAction)) {
      const [service = "", verb = "*"] = action === "*" ? ["All services", "*"] : action.split(":");
      const key = service === "All services" ? service : service.toLowerCase();
      services.set(key, [...(services.get(key) ?? []), verb]);
    }
    const resources = list(Resource ?? NotResource);
    const resource = `${NotResource === undefined ? "" : "All but "}${resources.length === 1 && resources[0] === "*" ? "All resources" : many(resources)}`;
    return [...services].map(([service, verbs]): SummaryRow => ({
      id: `${index} ${service}`,
      effect: Effect === "Deny" ? "Deny" : "Allow",
      service,
      actions: `${NotAction === undefined ? "" : "All but "}${verbs.includes("*") ? "All actions" : verbs.join(", ")}`,
      resource,
      condition: conditionWords(Condition),
    }));
  });
}
