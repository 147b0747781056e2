import { CreateGroupCommand, CreateOpenIDConnectProviderCommand, CreatePolicyCommand, CreateRoleCommand, PutRolePolicyCommand } from "@aws-sdk/client-iam";
import { CreateOrganizationCommand, ListRootsCommand } from "@aws-sdk/client-organizations";
import { CreateBucketCommand } from "@aws-sdk/client-s3";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll } from "vitest";
import { launch } from "./browser";
import { ADMIN, device, person } from "./people";
import { DEV, Server } from "./server";

const policyArn = encodeURIComponent(`arn:aws:iam::${DEV}:policy/Own`);
const awsArn = encodeURIComponent("arn:aws:iam::aws:policy/ReadOnlyAccess");
const provider = encodeURIComponent(`arn:aws:iam::${DEV}:oidc-provider/tokens.example.com`);

/** An account with one of each thing, so that every page has something to show. Its administrator is ana; nil may do nothing. */
async function make(server: Server): Promise<{ root: string }> {
  const iam = server.iam(DEV);
  await person(iam, "ana", [ADMIN]);
  await person(iam, "nil");
  await person(iam, "kim");
  await device(iam, "kim");
  await iam.send(new CreateGroupCommand({ GroupName: "readers" }));
  const allow = JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: "s3:GetObject", Resource: "*" }] });
  await iam.send(new CreatePolicyCommand({ PolicyName: "Own", PolicyDocument: allow }));
  const trust = JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", Principal: { AWS: DEV }, Action: "sts:AssumeRole" }] });
  await iam.send(new CreateRoleCommand({ RoleName: "Deploy", AssumeRolePolicyDocument: trust }));
  await iam.send(new PutRolePolicyCommand({ RoleName: "Deploy", PolicyName: "Inline", PolicyDocument: allow }));
  await iam.send(new CreateOpenIDConnectProviderCommand({ Url: "https://tokens.example.com", ClientIDList: ["sts.amazonaws.com"], ThumbprintList: ["a".repeat(40)] }));
  await server.s3(DEV).send(new CreateBucketCommand({ Bucket: "reports-of-tests" }));
  const organizations = server.organizations(DEV);
  await organizations.send(new CreateOrganizationCommand({ FeatureSet: "ALL" }));
  const root = (await organizations.send(new ListRootsCommand({}))).Roots?.[0]?.Id ?? "";
  return { root };
}

/** The company on a server, and a browser. */
export interface Company {
  server: Server;
  browser: Browser;
  /** The id of the organization's root. */
  root: string;
}

/** Makes the company for the tests of a file. The answer is for inside of them. */
export function company(): () => Company {
  let made: Company | undefined;
  beforeAll(async () => {
    const [server, browser] = await Promise.all([Server.start(), launch()]);
    made = { server, browser, ...(await make(server)) };
  });
  afterAll(async () => {
    await made?.browser.close();
    await made?.server.stop();
  });
  return () => {
    if (!made) throw new Error("the company is there once the tests of the file run");
    return made;
  };
}

/** Every page, with the heading by which one knows that it is there. */
export function pages(root: string): [string, string][] {
  return [
    ["iam", "IAM Dashboard"],
    ["iam/users", "IAM users"],
    ["iam/users/create", "Specify user details"],
    ["iam/users/kim", "kim"],
    ["iam/users/kim?tab=groups", "kim"],
    ["iam/users/kim?tab=tags", "kim"],
    ["iam/users/kim?tab=security-credentials", "kim"],
    ["iam/users/ana?tab=last-accessed", "ana"],
    ["iam/users/kim/add-permissions", "Add permissions"],
    ["iam/users/kim/add-to-groups", "Add kim to groups"],
    ["iam/users/kim/create-access-key", "Access key best practices & alternatives"],
    ["iam/users/kim/assign-mfa", "Select MFA device"],
    ["iam/users/kim/inline-policy", "Create inline policy"],
    ["iam/groups", "IAM user groups"],
    ["iam/groups/create", "Create user group"],
    ["iam/groups/readers", "readers"],
    ["iam/groups/readers/add-users", "Add users to readers"],
    ["iam/groups/readers/attach-policies", "Attach policies to readers"],
    ["iam/roles", "Roles"],
    ["iam/roles/Deploy", "Deploy"],
    ["iam/roles/Deploy?tab=trust", "Deploy"],
    ["iam/roles/Deploy?tab=revoke", "Deploy"],
    ["iam/roles/Deploy/attach-policies", "Attach policies to Deploy"],
    ["iam/roles/Deploy/trust-policy", "Edit trust policy"],
    ["iam/roles/Deploy/inline-policy/Inline", "Edit Inline"],
    ["iam/roles/create", "Select trusted entity"],
    ["iam/roles/Deploy/try", "Try it as …"],
    ["iam/policies", "Policies"],
    ["iam/policies/create", "Specify permissions"],
    [`iam/policies/${policyArn}/edit`, "Modify permissions"],
    [`iam/policies/${policyArn}`, "Own"],
    [`iam/policies/${awsArn}?tab=versions`, "ReadOnlyAccess"],
    [`iam/policies/${policyArn}?tab=entities`, "Own"],
    ["iam/providers", "Identity providers"],
    ["iam/providers/create", "Add an Identity provider"],
    [`iam/providers/${provider}`, "tokens.example.com"],
    ["iam/settings", "Account settings"],
    ["iam/credential-report", "Credential report"],
    ["account", "Account"],
    ["activity", "Activity"],
    ["why", "Why?"],
    ["why/00000000-0000-4000-8000-000000000000", "Why?"],
    ["access-report", "Access report"],
    ["trust-map", "Trust map"],
    ["s3", "General purpose buckets"],
    ["s3/create", "Create bucket"],
    ["s3/buckets/reports-of-tests", "reports-of-tests"],
    ["s3/buckets/reports-of-tests?tab=permissions", "reports-of-tests"],
    ["s3/buckets/reports-of-tests/upload", "Upload"],
    ["s3/buckets/reports-of-tests/policy", "Edit bucket policy"],
    ["organizations", "AWS accounts"],
    ["organizations/add-account", "Add an AWS account"],
    [`organizations/accounts/${root}`, "Root"],
    [`organizations/accounts/${DEV}?tab=policies`, "dev"],
    [`organizations/accounts/${DEV}?tab=limits`, "dev"],
    ["organizations/policies", "Policies"],
    ["organizations/policies/scp", "Service control policies"],
    ["organizations/policies/scp/create", "Create new service control policy"],
    ["organizations/policies/scp/p-FullAWSAccess", "FullAWSAccess"],
    ["no/such/page", "Page not found"],
  ];
}
