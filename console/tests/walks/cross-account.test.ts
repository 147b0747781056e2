import { GetPolicyCommand, GetPolicyVersionCommand, GetRoleCommand, ListAttachedRolePoliciesCommand, ListAttachedUserPoliciesCommand, ListPolicyTagsCommand } from "@aws-sdk/client-iam";
import { CreateBucketCommand } from "@aws-sdk/client-s3";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { accountButton, fresh, launch, open, signIn, watch } from "../kit/browser";
import { ADMIN, person } from "../kit/people";
import { writePolicy } from "../kit/policy";
import { DEV, PROD, Server } from "../kit/server";

let server: Server;
let browser: Browser;

// DEV has the users; PROD has the resources and the roles.
beforeAll(async () => {
  [server, browser] = await Promise.all([Server.start(), launch()]);
  await person(server.iam(PROD), "owner", [ADMIN]);
  await person(server.iam(DEV), "admin", [ADMIN]);
  await person(server.iam(DEV), "una");
  await server.s3(PROD).send(new CreateBucketCommand({ Bucket: "prod-reports" }));
});
afterAll(async () => {
  await browser.close();
  await server.stop();
});

function press(page: Page, words: string) {
  return page.getByRole("link", { name: words, exact: true }).or(page.getByRole("button", { name: words, exact: true })).first();
}

async function enter(account: string, user: string): Promise<Page> {
  const page = await (await fresh(browser)).newPage();
  await signIn(page, server.console, account, user);
  await page.getByRole("heading", { name: "IAM Dashboard" }).waitFor();
  return page;
}

async function createRole(page: Page, roleName: string, policy: string): Promise<void> {
  await page.getByRole("link", { name: "Roles", exact: true }).click();
  await press(page, "Create role").click();
  await page.getByRole("radio", { name: /^AWS account/ }).check();
  await page.getByRole("radio", { name: /^Another AWS account/ }).check();
  await page.getByLabel("Account ID", { exact: true }).fill(DEV);
  await page.getByRole("button", { name: "Next", exact: true }).click();
  await page.getByPlaceholder("Search", { exact: true }).first().fill(policy);
  await page.getByRole("checkbox", { name: `Select ${policy}` }).check();
  await page.getByRole("button", { name: "Next", exact: true }).click();
  await page.getByLabel("Role name").fill(roleName);
  await page.getByLabel(/^Description/).first().fill("For the people of dev");
  await page.getByRole("button", { name: "Create role" }).click();
  await page.getByText(`Role ${roleName} created.`).first().waitFor();
}

async function createPolicy(page: Page, policyName: string, resource: string): Promise<void> {
  await page.getByRole("link", { name: "Policies", exact: true }).click();
  await press(page, "Create policy").click();
  const json = page.getByRole("radio", { name: "JSON" }).or(page.getByRole("button", { name: "JSON", exact: true })).or(page.getByRole("tab", { name: "JSON" }));
  if ((await json.count()) > 0) await json.first().click();
  await writePolicy(page, "Policy", JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: "sts:AssumeRole", Resource: resource }] }));
  await page.getByRole("button", { name: "Next", exact: true }).click();
  await page.getByLabel("Policy name").fill(policyName);
  await page.getByRole("button", { name: "Add new tag" }).click();
  await page.getByRole("combobox", { name: "Key" }).fill("for");
  await page.getByRole("combobox", { name: /^Value/ }).fill("una");
  await page.getByRole("button", { name: "Create policy" }).click();
  await page.getByText(`Policy ${policyName} created.`).first().waitFor();
}

async function switchTo(page: Page, roleName: string): Promise<void> {
  await accountButton(page).click();
  await page.getByRole("button", { name: "Switch role" }).click();
  await page.getByLabel("Account ID", { exact: true }).fill(PROD);
  await page.getByLabel("IAM role name").fill(roleName);
  await page.getByRole("button", { name: "Switch Role" }).click();
  await page.getByRole("heading", { name: "IAM Dashboard" }).waitFor();
}

test("infra to dev: role with a managed policy, policy by JSON, attached to a user, switched to and back", { timeout: 240_000 }, async () => {
  const owner = await enter(PROD, "owner");
  const errors = watch(owner);
  await createRole(owner, "InfraAssumeRole", "AmazonS3FullAccess");
  const arn = `arn:aws:iam::${PROD}:role/InfraAssumeRole`;
  await open(owner, "iam/roles/InfraAssumeRole");
  await owner.getByText(arn, { exact: true }).waitFor();
  await owner.getByText("Link to switch roles in console").waitFor();
  await owner.getByText("Maximum session duration").waitFor();
  await owner.getByRole("tab", { name: "Trust relationships" }).click();
  await owner.getByText(`Account: ${DEV}`).waitFor();
  const iam = server.iam(PROD);
  const { Role } = await iam.send(new GetRoleCommand({ RoleName: "InfraAssumeRole" }));
  expect(Role?.Description).toBe("For the people of dev");
  expect(JSON.parse(decodeURIComponent(Role?.AssumeRolePolicyDocument ?? ""))).toMatchObject({
    Statement: [{ Effect: "Allow", Principal: { AWS: expect.stringContaining(DEV) as string }, Action: "sts:AssumeRole" }],
  });
  const { AttachedPolicies } = await iam.send(new ListAttachedRolePoliciesCommand({ RoleName: "InfraAssumeRole" }));
  expect(AttachedPolicies?.map((policy) => policy.PolicyName)).toEqual(["AmazonS3FullAccess"]);
  expect(errors).toEqual([]);

  const admin = await enter(DEV, "admin");
  await createPolicy(admin, "AssumeInfra", arn);
  await open(admin, "iam/policies");
  await admin.getByPlaceholder("Search", { exact: true }).fill("AssumeInfra");
  await admin.getByRole("radio", { name: "Select AssumeInfra" }).check();
  await admin.getByRole("button", { name: "Actions", exact: true }).click();
  await admin.getByRole("menuitem", { name: "Attach" }).click();
  await admin.getByRole("dialog").getByRole("checkbox", { name: "Select User una" }).check();
  await admin.getByRole("dialog").getByRole("button", { name: "Attach policy" }).click();
  await admin.getByText("Policy was successfully attached.").waitFor();
  const own = `arn:aws:iam::${DEV}:policy/AssumeInfra`;
  const { Policy } = await server.iam(DEV).send(new GetPolicyCommand({ PolicyArn: own }));
  const { PolicyVersion } = await server.iam(DEV).send(new GetPolicyVersionCommand({ PolicyArn: own, VersionId: Policy?.DefaultVersionId }));
  expect(decodeURIComponent(PolicyVersion?.Document ?? "")).toContain(arn);
  expect((await server.iam(DEV).send(new ListPolicyTagsCommand({ PolicyArn: own }))).Tags).toEqual([{ Key: "for", Value: "una" }]);

  const una = await enter(DEV, "una");
  await switchTo(una, "InfraAssumeRole");
  const bar = (await accountButton(una).textContent()) ?? "";
  expect(bar).toContain(`InfraAssumeRole @ ${PROD}`);
  expect(bar).toContain("prod (2222-2222-2222)");
  // The role has S3 and nothing else.
  await open(una, "iam/users");
  await una.getByText("Access denied to iam:ListUsers").waitFor();
  await una.getByText(`User: arn:aws:sts::${PROD}:assumed-role/InfraAssumeRole/una`).waitFor();
  await accountButton(una).click();
  await una.getByRole("button", { name: "Switch back" }).click();
  await una.waitForFunction(() => document.querySelector(".account-button")?.textContent.includes("dev (1111-1111-1111)"));
  await accountButton(una).click();
  await una.getByRole("button", { name: `Switch to InfraAssumeRole @ ${PROD}` }).waitFor();
});

test("read-only S3 for another account: the policy is attached to the user directly", { timeout: 240_000 }, async () => {
  const owner = await enter(PROD, "owner");
  await createRole(owner, "my-s3-x-account-role", "AmazonS3ReadOnlyAccess");

  const admin = await enter(DEV, "admin");
  await createPolicy(admin, "my-s3-x-account-policy", `arn:aws:iam::${PROD}:role/my-s3-x-account-role`);
  await attachDirectly(admin, "una", "my-s3-x-account-policy");
  const { AttachedPolicies } = await server.iam(DEV).send(new ListAttachedUserPoliciesCommand({ UserName: "una" }));
  expect(AttachedPolicies?.map((policy) => policy.PolicyName)).toContain("my-s3-x-account-policy");

  const una = await enter(DEV, "una");
  await switchTo(una, "my-s3-x-account-role");
  expect(await accountButton(una).textContent()).toContain("prod (2222-2222-2222)");
});

/** Users → name → Add permissions ▾ → Add permissions → Attach policies directly → tick → Next → Add permissions. */
async function attachDirectly(page: Page, user: string, policy: string): Promise<void> {
  await page.getByRole("link", { name: "Users", exact: true }).click();
  await page.getByRole("link", { name: user, exact: true }).click();
  await page.getByRole("button", { name: "Add permissions" }).first().click();
  await page.getByRole("menuitem", { name: "Add permissions" }).click();
  await page.getByRole("radio", { name: /^Attach policies directly/ }).check();
  await page.getByPlaceholder("Search", { exact: true }).first().fill(policy);
  await page.getByRole("checkbox", { name: `Select ${policy}` }).check();
  await page.getByRole("button", { name: "Next", exact: true }).click();
  await page.getByRole("button", { name: "Add permissions", exact: true }).click();
  await page.getByText(`Permissions of user ${user} added.`).waitFor();
}

test("a policy is attached to a user directly, and removed again", async () => {
  const admin = await enter(DEV, "admin");
  await attachDirectly(admin, "una", "AmazonS3ReadOnlyAccess");
  await admin.getByRole("checkbox", { name: "Select AmazonS3ReadOnlyAccess" }).check();
  await admin.getByRole("button", { name: "Remove", exact: true }).click();
  await admin.getByRole("dialog", { name: "Remove policy AmazonS3ReadOnlyAccess?" }).getByRole("button", { name: "Remove policy" }).click();
  await admin.getByText("Policy AmazonS3ReadOnlyAccess removed.").waitFor();
  const { AttachedPolicies } = await server.iam(DEV).send(new ListAttachedUserPoliciesCommand({ UserName: "una" }));
  expect(AttachedPolicies?.map((policy) => policy.PolicyName)).not.toContain("AmazonS3ReadOnlyAccess");
});
