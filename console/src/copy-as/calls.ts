import { pythonText, shellWord } from "./quote";

export type Value = string | number | boolean | readonly Value[] | { readonly [member: string]: Value };

/** One call of AWS's API: the same for the command line and for boto3. */
export interface Call {
  service: "iam" | "s3" | "organizations";
  operation: string;
  /** What is undefined is left out. */
  input: Readonly<Record<string, Value | undefined>>;
}

/** `CreateSAMLProvider` as `create_saml_provider`, by the rule of AWS's Python tools. */
export function snakeCase(name: string): string {
  return name
    .replace(/(.)([A-Z][a-z]+)/g, "$1_$2")
    .replace(/([a-z0-9])([A-Z])/g, "$1_$2")
    .toLowerCase();
}

function kebabCase(name: string): string {
  return snakeCase(name).replaceAll("_", "-");
}

function members(call: Call): [string, Value][] {
  return Object.entries(call.input).flatMap(([name, value]): [string, Value][] => (value === undefined ? [] : [[name, value]]));
}

/** The command line reads `file://…` as the name of a file, and a leading hyphen as an option. */
function isRisky(value: Value): boolean {
  if (typeof value === "string") return /^(-|fileb?:\/\/)/.test(value);
  return Array.isArray(value) && (value as readonly Value[]).some(isRisky);
}

function option([name, value]: [string, Value]): string {
  const flag = `--${kebabCase(name)}`;
  if (typeof value === "string") return `${flag} ${shellWord(value)}`;
  if (typeof value === "boolean") return value ? flag : `--no-${kebabCase(name)}`;
  if (typeof value === "number") return `${flag} ${value}`;
  const items = Array.isArray(value) ? (value as readonly Value[]) : [];
  if (items.length > 0 && items.every((item) => typeof item === "string" && item !== "")) return [flag, ...items.map((item) => shellWord(item as string))].join(" ");
  return `${flag} ${shellWord(JSON.stringify(value))}`;
}

/** Commands of the AWS CLI, one a call. */
export function commands(calls: readonly Call[]): string {
  return calls
    .map((call) => {
      const command = `aws ${call.service === "s3" ? "s3api" : call.service} ${kebabCase(call.operation)}`;
      const given = members(call);
      const options = given.some(([, value]) => isRisky(value)) ? [`--cli-input-json ${shellWord(JSON.stringify(Object.fromEntries(given)))}`] : given.map(option);
      return [command, ...options].join(" \\\n  ");
    })
    .join("\n");
}

function literal(value: Value): string {
  if (typeof value === "string") return pythonText(value);
  if (typeof value === "boolean") return value ? "True" : "False";
  if (typeof value === "number") return String(value);
  if (Array.isArray(value)) return `[${(value as readonly Value[]).map(literal).join(", ")}]`;
  return `{${Object.entries(value).map(([name, item]) => `${pythonText(name)}: ${literal(item)}`).join(", ")}}`;
}

/** A program for boto3, AWS's SDK for Python. */
export function boto3(calls: readonly Call[]): string {
  const services = [...new Set(calls.map(({ service }) => service))];
  const clients = services.map((service) => `${service} = boto3.client("${service}")`);
  const lines = calls.map((call) => [`${call.service}.${snakeCase(call.operation)}(`, ...members(call).map(([name, value]) => `    ${name}=${literal(value)},`), ")"].join("\n"));
  return ["import boto3", "", ...clients, "", ...lines].join("\n");
}
