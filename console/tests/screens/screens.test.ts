import { mkdirSync } from "node:fs";
import { AttachGroupPolicyCommand, CreateGroupCommand, CreatePolicyCommand, CreateRoleCommand, PutRolePolicyCommand, TagRoleCommand } from "@aws-sdk/client-iam";
import { CreateAccountCommand, CreateOrganizationalUnitCommand, CreateOrganizationCommand, ListRootsCommand } from "@aws-sdk/client-organizations";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, test } from "vitest";
import { fresh, launch, open, signIn } from "../kit/browser";
import { ADMIN, person } from "../kit/people";
import { DEV, Server } from "../kit/server";

const FOLDER = ".screens";

let server: Server;
let browser: Browser;

// The world of `make run`, and a small company in it: enough on each page to see what it is for.
beforeAll(async () => {
  mkdirSync(FOLDER, { recursive: true });
  [server, browser] = await Promise.all([Server.demo(), launch()]);
  const iam = server.iam(DEV);
  await person(iam, "ana", [ADMIN]);
  for (const user of ["ben", "chen", "dora", "emil", "fatima"]) await person(iam, user);
  for (const GroupName of ["administrators", "developers", "auditors"]) await iam.send(new CreateGroupCommand({ GroupName }));
  await iam.send(new AttachGroupPolicyCommand({ GroupName: "developers", PolicyArn: "arn:aws:iam::aws:policy/PowerUserAccess" }));
  const read = JSON.stringify({ Version: "2012-10-17", Statement: [{ Sid: "ReadReports", Effect: "Allow", Action: ["s3:GetObject", "s3:ListBucket"], Resource: "*" }] });
  await iam.send(new CreatePolicyCommand({ PolicyName: "ReadReports", Description: "Reads the reports of finance.", PolicyDocument: read }));
  for (const [RoleName, AWS] of [["Deploy", "222222222222"], ["Audit", "222222222222"], ["Elevated", DEV]] as const) {
    const trust = JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", Principal: { AWS: `arn:aws:iam::${AWS}:root` }, Action: "sts:AssumeRole" }] });
    await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: trust, Description: `${RoleName}: assumed from account ${AWS}.` }));
  }
  await iam.send(new PutRolePolicyCommand({ RoleName: "Deploy", PolicyName: "Deployments", PolicyDocument: read }));
  await iam.send(new TagRoleCommand({ RoleName: "Deploy", Tags: [{ Key: "team", Value: "platform" }] }));
  const organizations = server.organizations(DEV);
  await organizations.send(new CreateOrganizationCommand({ FeatureSet: "ALL" }));
  const root = (await organizations.send(new ListRootsCommand({}))).Roots?.[0]?.Id;
  await organizations.send(new CreateOrganizationalUnitCommand({ ParentId: root, Name: "Workloads" }));
  await organizations.send(new CreateAccountCommand({ AccountName: "Staging", Email: "staging@example.com" }));
});
afterAll(async () => {
  await browser.close();
  await server.stop();
});

const PAGES = [
  ["dashboard", "iam"],
  ["users", "iam/users"],
  ["user", "iam/users/ana"],
  ["credentials", "iam/users/ana?tab=security-credentials"],
  ["groups", "iam/groups"],
  ["roles", "iam/roles"],
  ["role", "iam/roles/Deploy?tab=trust"],
  ["policies", "iam/policies"],
  ["settings", "iam/settings"],
  ["organization", "organizations"],
] as const;

for (const colorScheme of ["light", "dark"] as const) {
  test(`pictures: ${colorScheme}`, { timeout: 300_000 }, async () => {
    const page = await (await fresh(browser, { colorScheme, viewport: { width: 1280, height: 800 } })).newPage();
    await page.goto(`${server.console}/sign-in`);
    await page.getByLabel("Account ID or alias").waitFor();
    await page.screenshot({ path: `${FOLDER}/sign-in-${colorScheme}.png` });
    await signIn(page, server.console, DEV, "ana");
    await page.getByRole("heading", { name: "IAM Dashboard" }).waitFor();
    for (const [picture, address] of PAGES) {
      await open(page, address);
      await page.getByRole("heading", { level: 1 }).waitFor();
      await page.waitForLoadState("networkidle");
      await page.screenshot({ path: `${FOLDER}/${picture}-${colorScheme}.png` });
    }
  });
}
