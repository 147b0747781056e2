import { AttachRolePolicyCommand, CreateRoleCommand, GetRoleCommand } from "@aws-sdk/client-iam";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { accountButton, fresh, launch, open, signIn, watch } from "../kit/browser";
import { ADMIN, person } from "../kit/people";
import { DEV, PROD, Server } from "../kit/server";
import { writePolicy } from "../kit/policy";

let server: Server;
let browser: Browser;

const trust = (AWS: string): string =>
  JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", Principal: { AWS }, Action: "sts:AssumeRole" }] });

beforeAll(async () => {
  [server, browser] = await Promise.all([Server.start(), launch()]);
  const iam = server.iam(DEV);
  await person(iam, "ada", [ADMIN]);
  await person(iam, "ben");
  await iam.send(new CreateRoleCommand({ RoleName: "Elevated", AssumeRolePolicyDocument: trust(`arn:aws:iam::${DEV}:user/ada`) }));
  await iam.send(new AttachRolePolicyCommand({ RoleName: "Elevated", PolicyArn: ADMIN }));
});
afterAll(async () => {
  await browser.close();
  await server.stop();
});

test("temporary elevation: the trust policy names the user, who switches and switches back", async () => {
  // Roles → name → Trust relationships → Edit trust policy → principal → Update policy.
  const admin = await (await fresh(browser)).newPage();
  const errors = watch(admin);
  await signIn(admin, server.console, DEV, "ada");
  await admin.getByRole("link", { name: "Roles", exact: true }).click();
  await admin.getByRole("link", { name: "Elevated" }).click();
  await admin.getByRole("tab", { name: "Trust relationships" }).click();
  await admin.getByRole("link", { name: "Edit trust policy" }).or(admin.getByRole("button", { name: "Edit trust policy" })).first().click();
  await writePolicy(admin, "Trust policy", trust(`arn:aws:iam::${DEV}:user/ben`));
  await admin.getByRole("button", { name: "Update policy" }).click();
  await admin.getByText("Trust policy updated.").waitFor();
  const { Role } = await server.iam(DEV).send(new GetRoleCommand({ RoleName: "Elevated" }));
  expect(decodeURIComponent(Role?.AssumeRolePolicyDocument ?? "")).toContain(":user/ben");
  expect(errors).toEqual([]);

  // Account menu → Switch role → account, role, name, colour → Switch Role.
  const page = await (await fresh(browser)).newPage();
  await signIn(page, server.console, DEV, "ben");
  await page.getByText("Access denied to iam:GetAccountSummary").waitFor();
  await accountButton(page).click();
  await page.getByRole("button", { name: "Switch role" }).click();
  await page.getByRole("heading", { name: "Switch Role" }).waitFor();
  await page.getByText(`arn:aws:iam::${DEV}:user/ben`, { exact: true }).waitFor();
  await page.getByLabel("Account ID").fill(DEV);
  await page.getByLabel("IAM role name").fill("Elevated");
  await page.getByLabel("Display name - optional").fill("Up we go");
  await page.getByLabel("Display color - optional").click();
  await page.getByRole("option", { name: "Red" }).click();
  await page.getByRole("button", { name: "Switch Role" }).click();
  await page.getByRole("link", { name: "Roles: 1" }).waitFor();
  const bar = (await accountButton(page).textContent()) ?? "";
  expect(bar).toContain("Up we go");
  expect(bar).toContain("dev (1111-1111-1111)");

  // Switch back; the role stays in the menu.
  await accountButton(page).click();
  await page.getByText("Currently active as").waitFor();
  await page.getByRole("button", { name: "Switch back" }).click();
  await page.getByText("Access denied to iam:GetAccountSummary").waitFor();
  await accountButton(page).click();
  await page.getByRole("button", { name: "Switch to Up we go" }).click();
  await page.getByRole("link", { name: "Roles: 1" }).waitFor();
});

test("a link carries account, role, name and colour", async () => {
  const page = await (await fresh(browser)).newPage();
  await page.goto(`${server.console}/switchrole?roleName=Elevated&account=${DEV}&displayName=Linked&color=83d4e8`);
  await page.getByRole("heading", { name: "IAM user sign in" }).waitFor();
  await page.getByLabel("Account ID or alias").fill(DEV);
  await page.getByLabel("IAM username").fill("ben");
  await page.getByLabel("Password", { exact: true }).fill("Correct-horse-7-battery");
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await page.getByRole("heading", { name: "Switch Role" }).waitFor();
  expect(await page.getByLabel("IAM role name").inputValue()).toBe("Elevated");
  await page.getByRole("button", { name: "Switch Role" }).click();
  await page.getByRole("link", { name: "Roles: 1" }).waitFor();
  expect(await accountButton(page).textContent()).toContain("Linked");
});

test("a refused switch shows AWS's words, whether or not the role exists", async () => {
  await server.iam(PROD).send(new CreateRoleCommand({ RoleName: "Closed", AssumeRolePolicyDocument: trust(PROD) }));
  const page = await (await fresh(browser)).newPage();
  await signIn(page, server.console, DEV, "ada");
  await page.getByRole("heading", { name: "IAM Dashboard" }).waitFor();
  const said: string[] = [];
  for (const role of ["Closed", "NoSuchRole"]) {
    await page.goto(`${server.console}/switchrole?roleName=${role}&account=${PROD}`);
    await page.getByRole("button", { name: "Switch Role" }).click();
    const message = page.getByText("Invalid information in one or more fields.");
    await message.waitFor();
    said.push(((await message.textContent()) ?? "").replace(/Request ID: \S+/, ""));
  }
  expect(said[0]).toBe(said[1]);
});

test("active sessions of a role are revoked after an acknowledgement", async () => {
  const page = await (await fresh(browser)).newPage();
  await signIn(page, server.console, DEV, "ada");
  await page.getByRole("heading", { name: "IAM Dashboard" }).waitFor();
  const switched = await (await fresh(browser)).newPage();
  await switched.goto(`${server.console}/sign-in?to=${encodeURIComponent(`/switchrole?roleName=Elevated&account=${DEV}`)}`);
  await switched.getByLabel("Account ID or alias").fill(DEV);
  await switched.getByLabel("IAM username").fill("ben");
  await switched.getByLabel("Password", { exact: true }).fill("Correct-horse-7-battery");
  await switched.getByRole("button", { name: "Sign in", exact: true }).click();
  await switched.getByRole("button", { name: "Switch Role" }).click();
  await switched.getByRole("link", { name: "Roles: 1" }).waitFor();

  await open(page, "iam/roles/Elevated?tab=revoke");
  await page.getByRole("button", { name: "Revoke active sessions" }).click();
  const dialog = page.getByRole("dialog");
  expect(await dialog.getByRole("button", { name: "Revoke active sessions" }).isDisabled()).toBe(true);
  await dialog.getByLabel("I acknowledge that I am revoking all active sessions for this role.").check();
  await dialog.getByRole("button", { name: "Revoke active sessions" }).click();
  await page.getByText("Active sessions of role Elevated revoked.").waitFor();
  await open(switched, "iam/users");
  await switched.getByText("Access denied to iam:ListUsers").waitFor();
});
