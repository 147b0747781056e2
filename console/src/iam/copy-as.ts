/** One entity as the texts that make it elsewhere. */
export interface Recipe {
  cli: string;
  terraform: string;
  cloudFormation: string;
}

export interface PolicyFacts {
  name: string;
  description?: string;
  document: string;
}

export interface RoleFacts {
  name: string;
  description?: string;
  trust: string;
  /** ARNs of managed policies. */
  policies: readonly string[];
  boundary?: string;
  maxSession?: number;
}

/** A word of a POSIX shell: nothing in it is expanded. */
export function shellWord(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}

/** A string of Terraform: `${` and `%{` would be templates. Functions, because `$$` in a replacement means one `$`. */
export function terraformText(text: string): string {
  return JSON.stringify(text).replaceAll("${", () => "$${").replaceAll("%{", () => "%%{");
}

/** A name of Terraform's: letters, digits, hyphens and underscores, not a digit first. */
export function terraformName(text: string): string {
  const name = text.replace(/[^A-Za-z0-9_-]/g, "_");
  return /^[A-Za-z_]/.test(name) ? name : `_${name}`;
}

/** A logical id of CloudFormation: letters and digits. */
export function logicalId(text: string): string {
  const id = text.replace(/[^A-Za-z0-9]/g, "");
  return /^[A-Za-z]/.test(id) ? id : `R${id}`;
}

/** One line, or the text itself if it is not JSON. */
function compact(document: string): string {
  try {
    return JSON.stringify(JSON.parse(document));
  } catch {
    return document;
  }
}

function parsed(document: string): unknown {
  try {
    return JSON.parse(document) as unknown;
  } catch {
    return document;
  }
}

function block(kind: string, name: string, members: readonly [string, string | undefined][]): string {
  const lines = members.flatMap(([member, value]) => (value === undefined ? [] : [`  ${member} = ${value}`]));
  return [`resource "${kind}" "${terraformName(name)}" {`, ...lines, "}"].join("\n");
}

function template(id: string, type: string, properties: Record<string, unknown>): string {
  return JSON.stringify({ AWSTemplateFormatVersion: "2010-09-09", Resources: { [logicalId(id)]: { Type: type, Properties: properties } } }, null, 2);
}

function command(words: readonly (string | undefined)[]): string {
  return words.filter((word) => word !== undefined).join(" \\\n  ");
}

export function policyRecipe({ name, description, document }: PolicyFacts): Recipe {
  return {
    cli: command(["aws iam create-policy", `--policy-name ${shellWord(name)}`, description ? `--description ${shellWord(description)}` : undefined, `--policy-document ${shellWord(compact(document))}`]),
    terraform: block("aws_iam_policy", name, [
      ["name", terraformText(name)],
      ["description", description ? terraformText(description) : undefined],
      ["policy", terraformText(compact(document))],
    ]),
    cloudFormation: template(name, "AWS::IAM::ManagedPolicy", { ManagedPolicyName: name, ...(description ? { Description: description } : {}), PolicyDocument: parsed(document) }),
  };
}

export function roleRecipe({ name, description, trust, policies, boundary, maxSession }: RoleFacts): Recipe {
  const role = terraformName(name);
  const attachments = policies.map((arn, index) =>
    block("aws_iam_role_policy_attachment", `${role}_${index + 1}`, [
      ["role", `aws_iam_role.${role}.name`],
      ["policy_arn", terraformText(arn)],
    ]),
  );
  const create = command([
    "aws iam create-role",
    `--role-name ${shellWord(name)}`,
    description ? `--description ${shellWord(description)}` : undefined,
    `--assume-role-policy-document ${shellWord(compact(trust))}`,
    boundary === undefined ? undefined : `--permissions-boundary ${shellWord(boundary)}`,
    maxSession === undefined ? undefined : `--max-session-duration ${maxSession}`,
  ]);
  return {
    cli: [create, ...policies.map((arn) => `aws iam attach-role-policy --role-name ${shellWord(name)} --policy-arn ${shellWord(arn)}`)].join("\n"),
    terraform: [
      block("aws_iam_role", name, [
        ["name", terraformText(name)],
        ["description", description ? terraformText(description) : undefined],
        ["assume_role_policy", terraformText(compact(trust))],
        ["permissions_boundary", boundary === undefined ? undefined : terraformText(boundary)],
        ["max_session_duration", maxSession === undefined ? undefined : String(maxSession)],
      ]),
      ...attachments,
    ].join("\n\n"),
    cloudFormation: template(name, "AWS::IAM::Role", {
      RoleName: name,
      ...(description ? { Description: description } : {}),
      AssumeRolePolicyDocument: parsed(trust),
      ...(policies.length > 0 ? { ManagedPolicyArns: policies } : {}),
      ...(boundary === undefined ? {} : { PermissionsBoundary: boundary }),
      ...(maxSession === undefined ? {} : { MaxSessionDuration: maxSession }),
    }),
  };
}
