export type Qualifier = "" | "ForAnyValue" | "ForAllValues";

/** An operator of a condition in its parts. */
export interface Operator {
  qualifier: Qualifier;
  name: string;
  ifExists: boolean;
}

/** AWS's words of the editor for the qualifiers of keys with several values. */
export const QUALIFIERS: readonly { value: Qualifier; label: string }[] = [
  { value: "", label: "Default" },
  { value: "ForAnyValue", label: "For any value in a request" },
  { value: "ForAllValues", label: "For all values in a request" },
];

export function parseOperator(text: string): Operator {
  const parts = /^(?:(ForAnyValue|ForAllValues):)?(.*?)(IfExists)?$/s.exec(text);
  const qualifier = parts?.[1];
  return { qualifier: qualifier === "ForAnyValue" || qualifier === "ForAllValues" ? qualifier : "", name: parts?.[2] ?? text, ifExists: parts?.[3] !== undefined };
}

export function operatorText({ qualifier, name, ifExists }: Operator): string {
  return `${qualifier === "" ? "" : `${qualifier}:`}${name}${ifExists ? "IfExists" : ""}`;
}
