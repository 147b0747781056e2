/** What the policies of one type, of all levels together, leave to an account. */

export interface LevelPolicy {
  id: string;
  name: string;
  document: string;
}

export interface Level {
  /** The root, an organizational unit or the account. */
  name: string;
  policies: readonly LevelPolicy[];
}

type Values = string | readonly string[];

export interface Statement {
  Sid?: string;
  Effect?: string;
  Action?: Values;
  NotAction?: Values;
  Resource?: Values;
  NotResource?: Values;
  Principal?: unknown;
  Condition?: unknown;
}

/** What one level says. */
export interface LevelSays {
  name: string;
  /** Nothing is held back by the absence of an `Allow`. */
  allowsAll: boolean;
  allows: Statement[];
  denies: Statement[];
  /** Policies whose text cannot be read here, so that nothing is said about the level but its text. */
  unread: string[];
}

export interface Limits {
  levels: LevelSays[];
  /** The same as one policy, where one can be written that says exactly as much. */
  one: string | undefined;
}

const VERSION = "2012-10-17";

export function list(values: Values | undefined): string[] {
  if (values === undefined) return [];
  return typeof values === "string" ? [values] : [...values];
}

function isStatement(value: unknown): value is Statement {
  if (typeof value !== "object" || value === null) return false;
  const { Effect } = value as Statement;
  return Effect === "Allow" || Effect === "Deny";
}

/** The statements of a policy; none if it is not one that can be put beside others. */
export function statementsOf(document: string): Statement[] | undefined {
  let read: unknown;
  try {
    read = JSON.parse(document);
  } catch {
    return undefined;
  }
  if (typeof read !== "object" || read === null) return undefined;
  const { Version, Statement: statements } = read as { Version?: unknown; Statement?: unknown };
  // An older policy has no variables: "${" stands for itself there, and would be a variable beside the others.
  if (Version !== VERSION && document.includes("${")) return undefined;
  const all: unknown[] = Array.isArray(statements) ? statements : [statements];
  return all.every(isStatement) ? all : undefined;
}

function isAll(values: Values | undefined): boolean {
  return list(values).includes("*");
}

/** Allows every action on every resource to everybody, whatever the request contains. */
function allowsEverything(statement: Statement): boolean {
  const everybody = statement.Principal === undefined || statement.Principal === "*";
  return statement.Effect === "Allow" && isAll(statement.Action) && isAll(statement.Resource) && statement.Condition === undefined && everybody;
}

function says(level: Level): LevelSays {
  const allows: Statement[] = [];
  const denies: Statement[] = [];
  const unread: string[] = [];
  for (const policy of level.policies) {
    const statements = statementsOf(policy.document);
    if (!statements) unread.push(policy.name);
    for (const statement of statements ?? []) (statement.Effect === "Deny" ? denies : allows).push(statement);
  }
  return { name: level.name, allowsAll: allows.some(allowsEverything), allows, denies, unread };
}

/** An action with at most one `*`, at its end: what two of these have in common is one of them, or nothing. */
const PREFIX = /^[^*?]*\*?$/;

function common(a: string, b: string): string | undefined {
  const [x, y] = [a.toLowerCase(), b.toLowerCase()];
  const within = (one: string, other: string): boolean => (other.endsWith("*") ? one.startsWith(other.slice(0, -1)) : one === other);
  if (within(x, y)) return a;
  return within(y, x) ? b : undefined;
}

/** The actions of statements that allow some actions on everything, without condition; none if one of them says more. */
function plainActions(statements: readonly Statement[]): string[] | undefined {
  const isPlain = (one: Statement): boolean =>
    one.NotAction === undefined && isAll(one.Resource) && one.Condition === undefined && one.Principal === undefined && list(one.Action).every((action) => PREFIX.test(action));
  return statements.every(isPlain) ? statements.flatMap((one) => list(one.Action)) : undefined;
}

/** What all of the levels allow, as statements of one policy; none if that cannot be written so. */
function allowedByAll(levels: readonly LevelSays[]): Statement[] | undefined {
  const narrow = levels.filter((level) => !level.allowsAll);
  const [first, ...others] = narrow;
  if (!first) return levels.flatMap(({ allows }) => allows.filter(allowsEverything)).slice(0, 1);
  if (others.length === 0) return first.allows;
  let left = plainActions(first.allows);
  for (const level of others) {
    const more = plainActions(level.allows);
    if (!left || !more) return undefined;
    const both = left.flatMap((one) => more.flatMap((other) => common(one, other) ?? []));
    left = [...new Set(both)];
  }
  if (!left) return undefined;
  return left.length === 0 ? [] : [{ Effect: "Allow", Action: left, Resource: "*" }];
}

/** A policy may not have a Sid twice; of statements that were put together some do. */
function distinct(statements: readonly Statement[]): Statement[] {
  const seen = new Set<string>();
  const found: Statement[] = [];
  const sids = statements.map(({ Sid }) => Sid);
  for (const statement of statements) {
    const text = JSON.stringify(statement);
    if (seen.has(text)) continue;
    seen.add(text);
    const { Sid, ...rest } = statement;
    found.push(sids.filter((sid) => sid === Sid).length > 1 ? rest : statement);
  }
  return found;
}

/** An action is left if each level allows it and none denies it. */
export function limitsOf(levels: readonly Level[]): Limits {
  const said = levels.map(says);
  if (said.some(({ unread }) => unread.length > 0)) return { levels: said, one: undefined };
  const allowed = allowedByAll(said);
  if (!allowed) return { levels: said, one: undefined };
  const statements = distinct([...allowed, ...said.flatMap(({ denies }) => denies)]);
  return { levels: said, one: JSON.stringify({ Version: VERSION, Statement: statements }, null, 4) };
}

function joined(values: readonly string[], most = 6): string {
  const shown = values.slice(0, most).join(", ");
  return values.length > most ? `${shown} and ${values.length - most} more` : shown;
}

/** "s3:* on all resources, under conditions" */
export function inWords(statement: Statement): string {
  const not = list(statement.NotAction);
  const actions = not.length > 0 ? `every action except ${joined(not)}` : isAll(statement.Action) ? "every action" : joined(list(statement.Action));
  const notOn = list(statement.NotResource);
  const on = notOn.length > 0 ? `on all resources except ${joined(notOn)}` : isAll(statement.Resource) ? "on all resources" : `on ${joined(list(statement.Resource))}`;
  return `${actions} ${on}${statement.Condition === undefined ? "" : ", if its conditions are met"}`;
}
