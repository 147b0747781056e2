import type { Call } from "../copy-as/calls";
import { compact, parsed, terraformName, terraformText } from "../copy-as/quote";
import { block, given, optionalText, recipe, type Recipe, type Tag, tagValues, terraformList, terraformTags } from "../copy-as/recipe";
import type { HolderKind } from "./holder";

export interface PolicyFacts {
  name: string;
  description?: string;
  document: string;
}

/** What a user, a group or a role is made of. */
export interface HolderFacts {
  name: string;
  path?: string;
  /** ARNs of managed policies. */
  policies: readonly string[];
  inline?: readonly { name: string; document: string }[];
}

export interface RoleFacts extends HolderFacts {
  description?: string;
  trust: string;
  boundary?: string;
  maxSession?: number;
  tags?: readonly Tag[];
}

export interface UserFacts extends HolderFacts {
  boundary?: string;
  groups: readonly string[];
  tags: readonly Tag[];
}

export function policyRecipe({ name, description, document }: PolicyFacts): Recipe {
  return recipe(
    [{ service: "iam", operation: "CreatePolicy", input: { PolicyName: name, Description: given(description), PolicyDocument: compact(document) } }],
    [
      block("aws_iam_policy", name, [
        ["name", terraformText(name)],
        ["description", optionalText(description)],
        ["policy", terraformText(compact(document))],
      ]),
    ],
    [{ id: name, type: "AWS::IAM::ManagedPolicy", properties: { ManagedPolicyName: name, Description: given(description), PolicyDocument: parsed(document) } }],
  );
}

/** A path that is not the one that everything has. */
function ownPath(path: string | undefined): string | undefined {
  return path === "/" ? undefined : given(path);
}

const NAMES: Record<HolderKind, { word: string; member: string }> = {
  user: { word: "User", member: "UserName" },
  group: { word: "Group", member: "GroupName" },
  role: { word: "Role", member: "RoleName" },
};

/** The calls that give a user, group or role its policies. */
function policyCalls(kind: HolderKind, { name, policies, inline = [] }: HolderFacts): Call[] {
  const { word, member } = NAMES[kind];
  return [
    ...policies.map((arn): Call => ({ service: "iam", operation: `Attach${word}Policy`, input: { [member]: name, PolicyArn: arn } })),
    ...inline.map((policy): Call => ({ service: "iam", operation: `Put${word}Policy`, input: { [member]: name, PolicyName: policy.name, PolicyDocument: compact(policy.document) } })),
  ];
}

function policyBlocks(kind: HolderKind, { name, policies, inline = [] }: HolderFacts): string[] {
  const own = terraformName(name);
  const reference = `aws_iam_${kind}.${own}.name`;
  return [
    ...policies.map((arn, index) =>
      block(`aws_iam_${kind}_policy_attachment`, `${own}_${index + 1}`, [
        [kind, reference],
        ["policy_arn", terraformText(arn)],
      ]),
    ),
    ...inline.map((policy, index) =>
      block(`aws_iam_${kind}_policy`, `${own}_inline_${index + 1}`, [
        ["name", terraformText(policy.name)],
        [kind, reference],
        ["policy", terraformText(compact(policy.document))],
      ]),
    ),
  ];
}

function policyProperties({ policies, inline = [] }: HolderFacts): Record<string, unknown> {
  return { ManagedPolicyArns: given(policies), Policies: given(inline.map((policy) => ({ PolicyName: policy.name, PolicyDocument: parsed(policy.document) }))) };
}

export function roleRecipe(role: RoleFacts): Recipe {
  const { name, path, description, trust, boundary, maxSession, tags = [] } = role;
  return recipe(
    [
      {
        service: "iam",
        operation: "CreateRole",
        input: {
          RoleName: name,
          Path: ownPath(path),
          Description: given(description),
          AssumeRolePolicyDocument: compact(trust),
          PermissionsBoundary: boundary,
          MaxSessionDuration: maxSession,
          Tags: tagValues(tags),
        },
      },
      ...policyCalls("role", role),
    ],
    [
      block("aws_iam_role", name, [
        ["name", terraformText(name)],
        ["path", optionalText(ownPath(path))],
        ["description", optionalText(description)],
        ["assume_role_policy", terraformText(compact(trust))],
        ["permissions_boundary", optionalText(boundary)],
        ["max_session_duration", maxSession === undefined ? undefined : String(maxSession)],
        ["tags", terraformTags(tags)],
      ]),
      ...policyBlocks("role", role),
    ],
    [
      {
        id: name,
        type: "AWS::IAM::Role",
        properties: {
          RoleName: name,
          Path: ownPath(path),
          Description: given(description),
          AssumeRolePolicyDocument: parsed(trust),
          ...policyProperties(role),
          PermissionsBoundary: boundary,
          MaxSessionDuration: maxSession,
          Tags: tagValues(tags),
        },
      },
    ],
  );
}

export function userRecipe(user: UserFacts): Recipe {
  const { name, path, boundary, groups, tags } = user;
  const own = terraformName(name);
  return recipe(
    [
      { service: "iam", operation: "CreateUser", input: { UserName: name, Path: ownPath(path), PermissionsBoundary: boundary, Tags: tagValues(tags) } },
      ...groups.map((group): Call => ({ service: "iam", operation: "AddUserToGroup", input: { GroupName: group, UserName: name } })),
      ...policyCalls("user", user),
    ],
    [
      block("aws_iam_user", name, [
        ["name", terraformText(name)],
        ["path", optionalText(ownPath(path))],
        ["permissions_boundary", optionalText(boundary)],
        ["tags", terraformTags(tags)],
      ]),
      ...(groups.length === 0
        ? []
        : [
            block("aws_iam_user_group_membership", name, [
              ["user", `aws_iam_user.${own}.name`],
              ["groups", terraformList(groups)],
            ]),
          ]),
      ...policyBlocks("user", user),
    ],
    [{ id: name, type: "AWS::IAM::User", properties: { UserName: name, Path: ownPath(path), PermissionsBoundary: boundary, Groups: given(groups), ...policyProperties(user), Tags: tagValues(tags) } }],
  );
}

export function groupRecipe(group: HolderFacts): Recipe {
  const { name, path } = group;
  return recipe(
    [{ service: "iam", operation: "CreateGroup", input: { GroupName: name, Path: ownPath(path) } }, ...policyCalls("group", group)],
    [
      block("aws_iam_group", name, [
        ["name", terraformText(name)],
        ["path", optionalText(ownPath(path))],
      ]),
      ...policyBlocks("group", group),
    ],
    [{ id: name, type: "AWS::IAM::Group", properties: { GroupName: name, Path: ownPath(path), ...policyProperties(group) } }],
  );
}

export function oidcRecipe({ url, audiences, thumbprints, tags }: { url: string; audiences: readonly string[]; thumbprints: readonly string[]; tags: readonly Tag[] }): Recipe {
  // IAM returns the address without its scheme, and takes it with it.
  const address = /^https:\/\//.test(url) ? url : `https://${url}`;
  return recipe(
    [{ service: "iam", operation: "CreateOpenIDConnectProvider", input: { Url: address, ClientIDList: given(audiences), ThumbprintList: given(thumbprints), Tags: tagValues(tags) } }],
    [
      block("aws_iam_openid_connect_provider", url, [
        ["url", terraformText(address)],
        ["client_id_list", terraformList(audiences)],
        ["thumbprint_list", given(thumbprints) && terraformList(thumbprints)],
        ["tags", terraformTags(tags)],
      ]),
    ],
    [{ id: url, type: "AWS::IAM::OIDCProvider", properties: { Url: address, ClientIdList: given(audiences), ThumbprintList: given(thumbprints), Tags: tagValues(tags) } }],
  );
}

export function samlRecipe({ name, metadata, tags }: { name: string; metadata: string; tags: readonly Tag[] }): Recipe {
  return recipe(
    [{ service: "iam", operation: "CreateSAMLProvider", input: { SAMLMetadataDocument: metadata, Name: name, Tags: tagValues(tags) } }],
    [
      block("aws_iam_saml_provider", name, [
        ["name", terraformText(name)],
        ["saml_metadata_document", terraformText(metadata)],
        ["tags", terraformTags(tags)],
      ]),
    ],
    [{ id: name, type: "AWS::IAM::SAMLProvider", properties: { Name: name, SamlMetadataDocument: metadata, Tags: tagValues(tags) } }],
  );
}
