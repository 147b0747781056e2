import { boto3, type Call, commands } from "./calls";
import { logicalId, terraformName, terraformText } from "./quote";

/** One thing as the texts that make it elsewhere. */
export interface Recipe {
  cli: string;
  terraform: string;
  cloudFormation: string;
  boto3: string;
}

export interface Tag {
  Key: string;
  Value: string;
}

/** A resource of CloudFormation. */
export interface Resource {
  id: string;
  type: string;
  /** What is undefined is left out. */
  properties: Readonly<Record<string, unknown>>;
}

export function recipe(calls: readonly Call[], blocks: readonly string[], resources: readonly Resource[]): Recipe {
  const made = resources.map(({ id, type, properties }) => [logicalId(id), { Type: type, Properties: properties }] as const);
  return {
    cli: commands(calls),
    boto3: boto3(calls),
    terraform: blocks.join("\n\n"),
    cloudFormation: JSON.stringify({ AWSTemplateFormatVersion: "2010-09-09", Resources: Object.fromEntries(made) }, null, 2),
  };
}

/** A block of Terraform. The values are expressions; members without one are left out. */
export function block(kind: string, name: string, members: readonly (readonly [string, string | undefined])[]): string {
  const lines = members.flatMap(([member, value]) => (value === undefined ? [] : [`  ${member} = ${value}`]));
  return [`resource "${kind}" "${terraformName(name)}" {`, ...lines, "}"].join("\n");
}

export function terraformList(values: readonly string[]): string {
  return `[${values.map(terraformText).join(", ")}]`;
}

export function terraformTags(tags: readonly Tag[]): string | undefined {
  return tags.length === 0 ? undefined : `{ ${tags.map(({ Key, Value }) => `${terraformText(Key)} = ${terraformText(Value)}`).join(", ")} }`;
}

/** Undefined for an empty text or list: the members that nobody gave. */
export function given<T extends string | readonly unknown[]>(value: T | undefined): T | undefined {
  return value === undefined || value.length === 0 ? undefined : value;
}

export function optionalText(value: string | undefined): string | undefined {
  return given(value) === undefined ? undefined : terraformText(value ?? "");
}

export function tagValues(tags: readonly Tag[]): { Key: string; Value: string }[] | undefined {
  return given(tags.map(({ Key, Value }) => ({ Key, Value })));
}
