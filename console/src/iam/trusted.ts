/** Who may assume a role, in AWS's words of the column `Trusted entities`. */
export interface TrustedEntity {
  kind: "AWS Service" | "Account" | "Identity Provider" | "Everyone";
  text: string;
}

interface Statement {
  Effect?: unknown;
  Principal?: unknown;
}

function list(value: unknown): string[] {
  return (Array.isArray(value) ? value : [value]).filter((item): item is string => typeof item === "string");
}

function accountOf(principal: string): string {
  return /^arn:[^:]*:(?:iam|sts)::(\d{12}):/.exec(principal)?.[1] ?? principal;
}

export function trustedEntities(document: string): TrustedEntity[] {
  let statements: Statement[];
  try {
    const policy = JSON.parse(document) as { Statement?: Statement | Statement[] } | null;
    const found = policy?.Statement ?? [];
    statements = Array.isArray(found) ? found : [found];
  } catch {
    return [];
  }
  const entities = new Map<string, TrustedEntity>();
  const add = (kind: TrustedEntity["kind"], text: string): void => {
    entities.set(`${kind} ${text}`, { kind, text });
  };
  for (const { Effect, Principal } of statements) {
    if (Effect !== "Allow") continue;
    if (Principal === "*") add("Everyone", "*");
    if (typeof Principal !== "object" || Principal === null) continue;
    const { AWS, Service, Federated } = Principal as { AWS?: unknown; Service?: unknown; Federated?: unknown };
    for (const principal of list(AWS)) {
      if (principal === "*") add("Everyone", "*");
      else add("Account", accountOf(principal));
    }
    for (const service of list(Service)) add("AWS Service", service.replace(/\.amazonaws\.com$/, ""));
    for (const provider of list(Federated)) add("Identity Provider", provider);
  }
  return [...entities.values()];
}

/** "AWS Service: ec2, Account: 111111111111" */
export function trustedWords(document: string, serviceLinked = false): string {
  const words = trustedEntities(document).map(({ kind, text }) => (kind === "Everyone" ? "Everyone" : `${kind}: ${text}`));
  if (words.length === 0) return "-";
  return `${words.join(", ")}${serviceLinked ? " (Service-Linked Role)" : ""}`;
}

export function isServiceLinked(path: string | undefined): boolean {
  return path?.startsWith("/aws-service-role/") === true;
}
