import { CreateRoleCommand, ListMFADevicesCommand } from "@aws-sdk/client-iam";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { accountButton, fresh, launch, open, sessionPath, signIn, watch } from "../kit/browser";
import { ADMIN, device, PASSWORD, person } from "../kit/people";
import { DEV, PROD, Server } from "../kit/server";
import { code } from "../kit/totp";

let server: Server;
let browser: Browser;

beforeAll(async () => {
  [server, browser] = await Promise.all([Server.start(), launch()]);
  const iam = server.iam(DEV);
  await person(iam, "ana", [ADMIN]);
  await person(iam, "bob");
  await person(server.iam(PROD), "pia", [ADMIN]);
});
afterAll(async () => {
  await browser.close();
  await server.stop();
});

test("a wrong password is refused in AWS's words, and the right one signs in", async () => {
  const page = await (await fresh(browser)).newPage();
  const errors = watch(page);
  await signIn(page, server.console, DEV, "ana", "wrong");
  await page.getByText("Your authentication information is incorrect. Please try again.").waitFor();
  await page.getByLabel("Password", { exact: true }).fill(PASSWORD);
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "IAM Dashboard" }).waitFor();
  expect(await accountButton(page).textContent()).toContain("dev (1111-1111-1111)");
  expect(await accountButton(page).textContent()).toContain("ana");
  expect(await page.title()).toBe("IAM Dashboard | ana | rolecall");
  expect(errors).toEqual([]);
});

test("nothing of a session is in the browser's storage, and no script can read the cookie", async () => {
  const context = await fresh(browser);
  const page = await context.newPage();
  await signIn(page, server.console, DEV, "ana");
  await page.getByRole("heading", { name: "IAM Dashboard" }).waitFor();
  const kept = await page.evaluate(() => ({ cookie: document.cookie, kept: [localStorage.length, sessionStorage.length] }));
  expect(kept).toEqual({ cookie: "", kept: [0, 0] });
  const cookies = await context.cookies();
  expect(cookies).toMatchObject([{ name: "rolecall-browser", httpOnly: true, sameSite: "Strict" }]);
});

test("a user with an MFA device is asked for a code", async () => {
  const iam = server.iam(DEV);
  await person(iam, "mia", [ADMIN]);
  const seed = await device(iam, "mia");
  const page = await (await fresh(browser)).newPage();
  await signIn(page, server.console, DEV, "mia");
  await page.getByRole("heading", { name: "Multi-factor Authentication" }).waitFor();
  await page.getByLabel("MFA code").fill(code(seed));
  await page.getByRole("button", { name: "Submit" }).click();
  await page.getByRole("heading", { name: "IAM Dashboard" }).waitFor();
});

test("of several MFA devices one chooses whose code it is", async () => {
  const iam = server.iam(DEV);
  await person(iam, "max", [ADMIN]);
  await device(iam, "max", "max-phone");
  const seed = await device(iam, "max", "max-tablet");
  const page = await (await fresh(browser)).newPage();
  await signIn(page, server.console, DEV, "max");
  await page.getByRole("heading", { name: "Multi-factor Authentication" }).waitFor();
  await page.getByRole("radio", { name: "max-tablet" }).check();
  await page.getByLabel("MFA code").fill(code(seed));
  await page.getByRole("button", { name: "Submit" }).click();
  await page.getByRole("heading", { name: "IAM Dashboard" }).waitFor();
});

test("a switch to a role that requires MFA takes a code of the chosen device, where the sign-in was without", async () => {
  const iam = server.iam(DEV);
  await person(iam, "mo", [ADMIN]);
  const trust = JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", Principal: { AWS: `arn:aws:iam::${DEV}:user/mo` }, Action: "sts:AssumeRole", Condition: { Bool: { "aws:MultiFactorAuthPresent": "true" } } }] });
  await iam.send(new CreateRoleCommand({ RoleName: "WithMfa", AssumeRolePolicyDocument: trust }));
  const page = await (await fresh(browser)).newPage();
  await signIn(page, server.console, DEV, "mo");
  await page.getByRole("heading", { name: "IAM Dashboard" }).waitFor();
  await device(iam, "mo", "mo-phone");
  const seed = await device(iam, "mo", "mo-tablet");
  await page.goto(`${server.console}/switchrole?account=${DEV}&roleName=WithMfa`);
  await page.getByRole("radio", { name: "mo-tablet" }).check();
  await page.getByLabel("MFA code - optional").fill(code(seed));
  await page.getByRole("button", { name: "Switch Role" }).click();
  await page.waitForFunction((account) => document.querySelector(".account-button")?.textContent.includes(`WithMfa @ ${account}`), DEV);
});

test("an MFA device is assigned with its QR code and secret key", async () => {
  const iam = server.iam(DEV);
  const page = await (await fresh(browser)).newPage();
  await signIn(page, server.console, DEV, "ana");
  await page.getByRole("heading", { name: "IAM Dashboard" }).waitFor();
  await open(page, "iam/users/bob?tab=security-credentials");
  await page.getByRole("link", { name: "Assign MFA device" }).or(page.getByRole("button", { name: "Assign MFA device" })).first().click();
  await page.getByLabel("Device name").fill("bobs-phone");
  await page.getByRole("button", { name: "Next", exact: true }).click();
  await page.getByRole("button", { name: "Show QR code" }).click();
  const picture = page.getByRole("img", { name: "QR code of the new MFA device" });
  await picture.waitFor();
  expect(await picture.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBeGreaterThan(50);
  await page.getByRole("button", { name: "Show secret key" }).click();
  const seed = (await page.locator(".secret").textContent()) ?? "";
  await page.getByLabel("MFA code 1").fill(code(seed, -1));
  await page.getByLabel("MFA code 2").fill(code(seed));
  await page.getByRole("button", { name: "Add MFA" }).click();
  await page.getByText("MFA device assigned to bob.").waitFor();
  const { MFADevices } = await iam.send(new ListMFADevicesCommand({ UserName: "bob" }));
  expect(MFADevices?.map((one) => one.SerialNumber)).toEqual([`arn:aws:iam::${DEV}:mfa/bobs-phone`]);
});

test("two sessions live in two tabs, and one ends without the other", async () => {
  const context = await fresh(browser);
  const first = await context.newPage();
  await signIn(first, server.console, DEV, "ana");
  await first.getByRole("heading", { name: "IAM Dashboard" }).waitFor();
  const second = await context.newPage();
  await signIn(second, server.console, PROD, "pia");
  await second.getByRole("heading", { name: "IAM Dashboard" }).waitFor();
  expect(sessionPath(first)).not.toBe(sessionPath(second));
  await first.reload();
  await first.getByRole("heading", { name: "IAM Dashboard" }).waitFor();
  expect(await accountButton(first).textContent()).toContain("dev (1111-1111-1111)");
  expect(await accountButton(second).textContent()).toContain("prod (2222-2222-2222)");

  await accountButton(second).click();
  await second.getByRole("button", { name: "Sign out of current session" }).click();
  await second.waitForURL(new RegExp(sessionPath(first)));
  await open(first, "iam/users");
  await first.getByRole("link", { name: "bob" }).waitFor();
});

test("what was typed survives an ended session and a new sign-in", async () => {
  const context = await fresh(browser);
  const page = await context.newPage();
  await signIn(page, server.console, DEV, "ana");
  await page.getByRole("heading", { name: "IAM Dashboard" }).waitFor();
  await open(page, "iam/groups/create");
  await page.getByLabel("User group name").fill("kept-in-mind");
  const before = sessionPath(page);

  const other = await context.newPage();
  await other.goto(`${server.console}${before}/iam`);
  await accountButton(other).click();
  await other.getByRole("button", { name: "Sign out", exact: true }).click();
  await other.getByRole("heading", { name: "IAM user sign in" }).waitFor();

  await page.getByRole("button", { name: "Create user group" }).click();
  const dialog = page.getByRole("dialog", { name: "Your session has ended" });
  await dialog.getByLabel("Password", { exact: true }).fill(PASSWORD);
  await dialog.getByRole("button", { name: "Sign in", exact: true }).click();
  await dialog.waitFor({ state: "hidden" });
  expect(sessionPath(page)).not.toBe(before);
  expect(await page.getByLabel("User group name").inputValue()).toBe("kept-in-mind");
  await page.getByRole("button", { name: "Create user group" }).click();
  await page.getByText("User group kept-in-mind created.").waitFor();
});

test("a session's address is worth nothing in another browser", async () => {
  const page = await (await fresh(browser)).newPage();
  await signIn(page, server.console, DEV, "ana");
  await page.getByRole("heading", { name: "IAM Dashboard" }).waitFor();
  const stranger = await (await fresh(browser)).newPage();
  await stranger.goto(page.url());
  await stranger.getByRole("heading", { name: "IAM user sign in" }).waitFor();
});
