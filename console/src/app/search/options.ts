import type { AutosuggestProps } from "@cloudscape-design/components/autosuggest";
import type { Found } from "./entities";
import { foundBy, type Place } from "./places";

/** Where an option leads. */
export interface Target {
  page: string;
  outside: boolean;
}

export interface Options {
  groups: AutosuggestProps.OptionGroup[];
  targets: ReadonlyMap<string, Target>;
  /** The option that Enter takes where none is marked. */
  first: Target | undefined;
}

/** What the list under the search field shows, and where each line leads. */
export function optionsOf(text: string, direct: readonly Place[], places: readonly Place[], found: Found | undefined): Options {
  const targets = new Map<string, Target>();
  const groups: AutosuggestProps.OptionGroup[] = [];
  const add = (label: string, options: (AutosuggestProps.Option & { target: Target | undefined })[]): void => {
    if (options.length === 0) return;
    groups.push({
      label,
      options: options.map(({ target, ...option }, index) => {
        const value = `${label}:${index}`;
        if (target) targets.set(value, target);
        return { ...option, value, disabled: target === undefined };
      }),
    });
  };
  const ofPlace = (place: Place): AutosuggestProps.Option & { target: Target } => {
    const former = foundBy(place, text);
    return { label: place.text, description: place.says, labelTag: former === undefined ? undefined : `“${former}”`, target: { page: place.page, outside: place.outside === true } };
  };
  add("Go to", direct.map(ofPlace));
  add("Pages and actions", places.map(ofPlace));
  for (const { title, things } of found?.groups ?? []) add(title, things.map((thing) => ({ label: thing.name, target: { page: thing.page, outside: false } })));
  add(
    "Not searched",
    (found?.unread ?? []).map(({ title, denied, requestId }) => ({
      label: denied ? `${title}: access denied` : `${title}: no answer`,
      description: requestId === undefined ? undefined : "Why?",
      target: requestId === undefined ? undefined : { page: `why/${encodeURIComponent(requestId)}`, outside: false },
    })),
  );
  return { groups, targets, first: [...targets.values()][0] };
}
