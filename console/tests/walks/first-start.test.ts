import { CreateLoginProfileCommand, CreateUserCommand, UpdateAccountPasswordPolicyCommand } from "@aws-sdk/client-iam";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { accountButton, fresh, launch, signIn, watch } from "../kit/browser";
import { PASSWORD } from "../kit/people";
import { DEV, Server } from "../kit/server";

let server: Server;
let browser: Browser;

beforeAll(async () => {
  [server, browser] = await Promise.all([Server.start(), launch()]);
});
afterAll(async () => {
  await browser.close();
  await server.stop();
});

test("the link of the first start sets a root password once, and the root user signs in and cannot switch roles", async () => {
  const page = await (await fresh(browser)).newPage();
  const errors = watch(page);
  const link = server.firstStart ?? "";
  await page.goto(link);
  await page.getByLabel("Account ID").fill(DEV);
  await page.getByLabel("New password", { exact: true }).fill(PASSWORD);
  await page.getByLabel("Retype new password").fill(PASSWORD);
  expect(page.url()).not.toContain("token");
  await page.getByRole("button", { name: "Set password" }).click();
  await page.getByRole("heading", { name: "Root user sign in" }).waitFor();
  expect(await page.getByLabel("Account ID or alias").inputValue()).toBe(DEV);
  await page.getByLabel("Password", { exact: true }).fill(PASSWORD);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await page.getByRole("heading", { name: "IAM Dashboard" }).waitFor();
  expect(await accountButton(page).textContent()).toContain("Root user");
  await accountButton(page).click();
  await page.getByText("The root user cannot switch roles").waitFor();
  expect(await page.getByRole("button", { name: "Switch role" }).count()).toBe(0);

  await page.goto(link);
  await page.getByLabel("Account ID").fill(DEV);
  await page.getByLabel("New password", { exact: true }).fill("Another-password-9");
  await page.getByLabel("Retype new password").fill("Another-password-9");
  await page.getByRole("button", { name: "Set password" }).click();
  await page.getByRole("alert").or(page.locator("[class*='awsui_alert']")).first().waitFor();
  expect(errors).toEqual([]);
});

test("a password that must be changed is changed at sign-in, under the account's password policy", async () => {
  const iam = server.iam(DEV);
  await iam.send(new CreateUserCommand({ UserName: "newbie" }));
  await iam.send(new CreateLoginProfileCommand({ UserName: "newbie", Password: PASSWORD, PasswordResetRequired: true }));
  await iam.send(new UpdateAccountPasswordPolicyCommand({ MinimumPasswordLength: 14, AllowUsersToChangePassword: true }));
  const page = await (await fresh(browser)).newPage();
  await signIn(page, server.console, DEV, "newbie");
  await page.getByRole("heading", { name: "Change password" }).waitFor();
  await page.getByLabel("New password", { exact: true }).fill("Short-1");
  await page.getByLabel("Retype new password").fill("Short-2");
  await page.getByText("The two passwords differ.").waitFor();
  await page.getByLabel("Retype new password").fill("Short-1");
  await page.getByRole("button", { name: "Confirm password change" }).click();
  await page.getByText(/password/i).and(page.getByText(/14|policy/i)).first().waitFor();
  await page.getByLabel("New password", { exact: true }).fill("Long-enough-now-1");
  await page.getByLabel("Retype new password").fill("Long-enough-now-1");
  await page.getByRole("button", { name: "Confirm password change" }).click();
  await page.getByRole("heading", { name: "IAM Dashboard" }).waitFor();
});
