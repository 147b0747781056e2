export type TrustKind = "service" | "account" | "web" | "saml" | "custom";

/** What is chosen in the step `Select trusted entity`. */
export interface TrustChoice {
  kind: TrustKind;
  service: string;
  other: boolean;
  accountId: string;
  needsExternalId: boolean;
  externalId: string;
  needsMfa: boolean;
  organizationOnly: boolean;
  organizationId: string;
  provider: string;
  audience: string;
  /** Pattern of the claim `sub`. */
  subject: string;
  gitHubOrganization: string;
  gitHubRepository: string;
  gitHubBranch: string;
  samlProvider: string;
  samlConsole: boolean;
  samlAttribute: string;
  samlValue: string;
  custom: string;
}

export const FIRST_CHOICE: TrustChoice = {
  kind: "service",
  service: "",
  other: false,
  accountId: "",
  needsExternalId: false,
  externalId: "",
  needsMfa: false,
  organizationOnly: false,
  organizationId: "",
  provider: "",
  audience: "",
  subject: "",
  gitHubOrganization: "",
  gitHubRepository: "",
  gitHubBranch: "",
  samlProvider: "",
  samlConsole: false,
  samlAttribute: "SAML:aud",
  samlValue: "",
  custom: `{
    "Version": "2012-10-17",
    "Statement": [
        {
            "Sid": "Statement1",
            "Effect": "Allow",
            "Principal": {},
            "Action": "sts:AssumeRole"
        }
    ]
}`,
};

/** The audience of AWS's console for SAML. */
const SAML_CONSOLE = "https://signin.aws.amazon.com/saml";
export const GITHUB = "token.actions.githubusercontent.com";

/** The host and path of a provider, with which its condition keys begin. */
export function providerHost(arn: string): string {
  return arn.slice(arn.indexOf(":oidc-provider/") + ":oidc-provider/".length);
}

/** The trust policy of a choice, as AWS's console writes it. */
export function trustPolicy(choice: TrustChoice, ownAccount: string): string {
  if (choice.kind === "custom") return choice.custom;
  const statement = { Effect: "Allow", Principal: principal(choice, ownAccount), Action: action(choice) };
  const condition = conditions(choice);
  return JSON.stringify({ Version: "2012-10-17", Statement: [Object.keys(condition).length === 0 ? statement : { ...statement, Condition: condition }] }, null, 4);
}

function principal(choice: TrustChoice, ownAccount: string): Record<string, string> {
  switch (choice.kind) {
    case "service":
      return { Service: choice.service };
    case "web":
      return { Federated: choice.provider };
    case "saml":
      return { Federated: choice.samlProvider };
    default:
      return { AWS: `arn:aws:iam::${choice.other ? choice.accountId : ownAccount}:root` };
  }
}

function action(choice: TrustChoice): string {
  if (choice.kind === "web") return "sts:AssumeRoleWithWebIdentity";
  return choice.kind === "saml" ? "sts:AssumeRoleWithSAML" : "sts:AssumeRole";
}

type Conditions = Record<string, Record<string, string>>;

function conditions(choice: TrustChoice): Conditions {
  const found: Conditions = {};
  const add = (operator: string, key: string, value: string): void => {
    found[operator] = { ...found[operator], [key]: value };
  };
  switch (choice.kind) {
    case "account":
      if (choice.needsExternalId) add("StringEquals", "sts:ExternalId", choice.externalId);
      if (choice.needsMfa) add("Bool", "aws:MultiFactorAuthPresent", "true");
      if (choice.organizationOnly) add("StringEquals", "aws:PrincipalOrgID", choice.organizationId);
      break;
    case "web": {
      const host = providerHost(choice.provider);
      add("StringEquals", `${host}:aud`, choice.audience);
      const subject = host === GITHUB ? gitHubSubject(choice) : choice.subject;
      if (subject !== "") add("StringLike", `${host}:sub`, subject);
      break;
    }
    case "saml":
      if (choice.samlConsole) add("StringEquals", "SAML:aud", SAML_CONSOLE);
      else if (choice.samlValue !== "") add("StringEquals", choice.samlAttribute, choice.samlValue);
      break;
    default:
  }
  return found;
}

/** What GitHub's tokens have as `sub`: `repo:ORGANIZATION/REPOSITORY:ref:refs/heads/BRANCH`. */
export function gitHubSubject({ gitHubOrganization, gitHubRepository, gitHubBranch }: TrustChoice): string {
  const repository = `repo:${gitHubOrganization}/${gitHubRepository === "" ? "*" : gitHubRepository}`;
  return gitHubBranch === "" ? `${repository}:*` : `${repository}:ref:refs/heads/${gitHubBranch}`;
}

const EXTERNAL_ID = /^[\w+=,.@:/-]{2,1224}$/;

/** What is missing in a choice, by field. */
export function trustErrors(choice: TrustChoice): Partial<Record<keyof TrustChoice, string>> {
  const errors: Partial<Record<keyof TrustChoice, string>> = {};
  switch (choice.kind) {
    case "service":
      if (choice.service === "") errors.service = "Choose a service.";
      break;
    case "account":
      if (choice.other && !/^\d{12}$/.test(choice.accountId)) errors.accountId = "An account ID has 12 digits.";
      if (choice.needsExternalId && !EXTERNAL_ID.test(choice.externalId)) errors.externalId = "2 to 1,224 letters, digits, and + = , . @ : / - _";
      if (choice.organizationOnly && !/^o-[a-z0-9]{10,32}$/.test(choice.organizationId)) errors.organizationId = "An organization ID begins with o-.";
      break;
    case "web":
      if (choice.provider === "") errors.provider = "Choose an identity provider.";
      if (choice.audience === "") errors.audience = "Choose an audience.";
      if (providerHost(choice.provider) === GITHUB && choice.gitHubOrganization === "") errors.gitHubOrganization = "Enter the organization, or anyone on GitHub can assume the role.";
      break;
    case "saml":
      if (choice.samlProvider === "") errors.samlProvider = "Choose a SAML provider.";
      if (!choice.samlConsole && choice.samlValue === "") errors.samlValue = "Enter a value.";
      break;
    case "custom":
      try {
        JSON.parse(choice.custom);
      } catch {
        errors.custom = "The policy is not JSON.";
      }
  }
  return errors;
}

/** An external ID that nobody can guess. */
export function newExternalId(): string {
  return crypto.randomUUID();
}
