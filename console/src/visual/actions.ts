import type { ServiceActions } from "../aws/rolecall-policies";

/** AWS's access levels, in the order of its editor. */
export const LEVELS = ["List", "Read", "Write", "Permissions management", "Tagging"] as const;

export interface ShownAction {
  name: string;
  /** Where the statement names exactly this action. */
  positions: readonly number[];
  /** A wildcard of the statement that includes it. */
  by: string | undefined;
}

export interface Level {
  level: string;
  actions: readonly ShownAction[];
}

export interface Entry {
  position: number;
  value: string;
}

/** The service of an action, in lower case; `*` for all services. */
export function prefixOf(action: string): string {
  const colon = action.indexOf(":");
  return colon < 0 ? action : action.slice(0, colon).toLowerCase();
}

export function prefixesOf(actions: readonly string[]): string[] {
  return [...new Set(actions.map(prefixOf))];
}

/** Whether a pattern with `*` and `?` includes an action; case does not matter. Each `*` is tried again at most once a letter. */
export function includes(pattern: string, action: string): boolean {
  const [wanted, text] = [pattern.toLowerCase(), action.toLowerCase()];
  let [at, position] = [0, 0];
  let [star, resumed] = [-1, 0];
  while (position < text.length) {
    if (wanted[at] === "*") {
      star = at;
      resumed = position;
      at += 1;
    } else if (at < wanted.length && (wanted[at] === "?" || wanted[at] === text[position])) {
      at += 1;
      position += 1;
    } else if (star >= 0) {
      at = star + 1;
      resumed += 1;
      position = resumed;
    } else return false;
  }
  while (wanted[at] === "*") at += 1;
  return at === wanted.length;
}

function isWildcard(value: string): boolean {
  return /[*?]/.test(value);
}

/** The actions of a service by access level, and what the statement says of each. */
export function levelsOf(reference: ServiceActions, prefix: string, values: readonly string[]): Level[] {
  const exact = new Map<string, number[]>();
  values.forEach((value, position) => {
    const name = value.toLowerCase();
    exact.set(name, [...(exact.get(name) ?? []), position]);
  });
  const wildcards = values.filter(isWildcard);
  const known: readonly string[] = LEVELS;
  const levels = [...new Set([...LEVELS, ...reference.Actions.map(({ AccessLevel }) => AccessLevel)])];
  return levels
    .map((level) => ({
      level,
      actions: reference.Actions.filter(({ AccessLevel }) => AccessLevel === level).map(({ Name }): ShownAction => {
        const whole = `${prefix}:${Name}`;
        return { name: Name, positions: exact.get(whole.toLowerCase()) ?? [], by: wildcards.find((pattern) => includes(pattern, whole)) };
      }),
    }))
    .filter(({ actions }) => actions.length > 0)
    .sort((a, b) => (known.indexOf(a.level) + 1 || known.length + 1) - (known.indexOf(b.level) + 1 || known.length + 1));
}

/** What a statement says of a service beside the names of its actions: wildcards, and names that the service does not have. */
export function otherEntries(reference: ServiceActions | undefined, prefix: string, values: readonly string[]): Entry[] {
  const names = new Set(reference?.Actions.map(({ Name }) => `${prefix}:${Name}`.toLowerCase()));
  return values.flatMap((value, position) => (prefixOf(value) === prefix && !names.has(value.toLowerCase()) ? [{ position, value }] : []));
}

export function isChosen(action: ShownAction): boolean {
  return action.positions.length > 0 || action.by !== undefined;
}
