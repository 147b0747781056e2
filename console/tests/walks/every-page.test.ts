import { CreateGroupCommand, CreateOpenIDConnectProviderCommand, CreatePolicyCommand, CreateRoleCommand, PutRolePolicyCommand } from "@aws-sdk/client-iam";
import { CreateOrganizationCommand, ListRootsCommand } from "@aws-sdk/client-organizations";
import { CreateBucketCommand } from "@aws-sdk/client-s3";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { serious } from "../kit/axe";
import { accountButton, fresh, launch, open, signIn, watch } from "../kit/browser";
import { ADMIN, device, person } from "../kit/people";
import { DEV, Server } from "../kit/server";

let server: Server;
let browser: Browser;
let root = "";
const policyArn = encodeURIComponent(`arn:aws:iam::${DEV}:policy/Own`);
const awsArn = encodeURIComponent("arn:aws:iam::aws:policy/ReadOnlyAccess");
const provider = encodeURIComponent(`arn:aws:iam::${DEV}:oidc-provider/tokens.example.com`);

beforeAll(async () => {
  [server, browser] = await Promise.all([Server.start(), launch()]);
  const iam = server.iam(DEV);
  await person(iam, "ana", [ADMIN]);
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
  root = (await organizations.send(new ListRootsCommand({}))).Roots?.[0]?.Id ?? "";
});
afterAll(async () => {
  await browser.close();
  await server.stop();
});

/** Every page, with the heading by which one knows that it is there. */
function pages(): [string, string][] {
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
    ["organizations/policies", "Policies"],
    ["organizations/policies/scp", "Service control policies"],
    ["organizations/policies/scp/create", "Create new service control policy"],
    ["organizations/policies/scp/p-FullAWSAccess", "FullAWSAccess"],
    ["no/such/page", "Page not found"],
  ];
}

/** No row is being loaded any more. */
async function settled(page: Page): Promise<void> {
  await page.waitForLoadState("networkidle");
  await page.waitForFunction(() => !document.querySelector("[class*='awsui_spinner']"));
}

for (const colorScheme of ["light", "dark"] as const) {
  test(`every page is there, and axe finds nothing serious: ${colorScheme}`, { timeout: 300_000 }, async () => {
    const page = await (await fresh(browser, { colorScheme })).newPage();
    const errors = watch(page);
    await signIn(page, server.console, DEV, "ana");
    await page.getByRole("heading", { name: "IAM Dashboard" }).waitFor();
    const found: string[] = [];
    for (const [address, heading] of pages()) {
      await open(page, address);
      await page.getByRole("heading", { name: heading, level: 1 }).waitFor();
      await settled(page);
      for (const violation of await serious(page)) found.push(`${address}: ${violation}`);
      expect(await page.getByRole("heading", { level: 1 }).count(), `headings of ${address}`).toBe(1);
    }
    await accountButton(page).click();
    for (const violation of await serious(page)) found.push(`account menu: ${violation}`);
    expect(found).toEqual([]);
    expect(errors).toEqual([]);
  });
}

test("pages outside of a session: axe finds nothing serious", async () => {
  const page = await (await fresh(browser)).newPage();
  for (const address of ["/sign-in", "/first-start?token=x"]) {
    await page.goto(`${server.console}${address}`);
    await page.getByRole("heading", { level: 1 }).waitFor();
    expect(await serious(page)).toEqual([]);
  }
  await signIn(page, server.console, DEV, "kim");
  await page.getByLabel("MFA code").waitFor();
  expect(await serious(page)).toEqual([]);
});

test("the first load is small, and everything fits into 375 px", async () => {
  const page = await (await fresh(browser, { viewport: { width: 375, height: 800 } })).newPage();
  await signIn(page, server.console, DEV, "ana");
  await page.getByRole("heading", { name: "IAM Dashboard" }).waitFor();
  await page.reload();
  await page.getByRole("heading", { name: "IAM Dashboard" }).waitFor();
  const sent = await page.evaluate(() =>
    performance
      .getEntriesByType("resource")
      .filter((entry): entry is PerformanceResourceTiming => entry.name.endsWith(".js"))
      .reduce((sum, entry) => sum + entry.encodedBodySize, 0),
  );
  expect(sent).toBeGreaterThan(50_000);
  expect(sent).toBeLessThan(500_000);
  for (const address of ["iam", "iam/users", "iam/roles/Deploy", "iam/policies", "organizations", "iam/users/create", "iam/policies/create"]) {
    await open(page, address);
    await page.getByRole("heading", { level: 1 }).waitFor();
    await settled(page);
    expect(await page.evaluate(() => document.documentElement.scrollWidth), address).toBeLessThanOrEqual(375);
  }
});

test("sign-in, account menu and a deletion work by keyboard alone", async () => {
  await person(server.iam(DEV), "keyboard", [ADMIN]);
  const page = await (await fresh(browser)).newPage();
  await page.goto(`${server.console}/sign-in`);
  await page.getByLabel("Account ID or alias").waitFor();
  const keys = page.keyboard;
  await keys.type(DEV);
  await keys.press("Tab");
  await keys.press("Tab");
  await keys.type("keyboard");
  await keys.press("Tab");
  await keys.type("Correct-horse-7-battery");
  await keys.press("Enter");
  await page.getByRole("heading", { name: "IAM Dashboard" }).waitFor();

  const button = accountButton(page);
  await button.focus();
  await keys.press("Enter");
  await page.getByRole("button", { name: "Sign out" }).first().waitFor();
  await keys.press("Tab");
  expect(await page.evaluate(() => document.activeElement?.closest(".account-menu") !== null)).toBe(true);
  await keys.press("Escape");
  await page.getByRole("button", { name: "Sign out" }).first().waitFor({ state: "hidden" });
  expect(await button.evaluate((element) => element === document.activeElement)).toBe(true);

  await open(page, "iam/groups/readers");
  const remove = page.getByRole("button", { name: "Delete", exact: true });
  await remove.focus();
  await keys.press("Enter");
  await page.getByRole("dialog").waitFor();
  await keys.type("readers");
  await keys.press("Enter");
  await page.getByText("User group readers deleted.").waitFor();
});
