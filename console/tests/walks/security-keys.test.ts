import { ListMFADevicesCommand, PutUserPolicyCommand, UpdateLoginProfileCommand } from "@aws-sdk/client-iam";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { serious } from "../kit/axe";
import { accountButton, fresh, launch, open, signIn, watch } from "../kit/browser";
import { ADMIN, device, PASSWORD, person } from "../kit/people";
import { plugIn } from "../kit/security-key";
import { DEV, Server } from "../kit/server";
import { code } from "../kit/totp";

let server: Server;
let browser: Browser;
/** Browsers use security keys at no IP address. */
let localhost = "";

beforeAll(async () => {
  [server, browser] = await Promise.all([Server.start(), launch()]);
  localhost = server.console.replace("127.0.0.1", "localhost");
});
afterAll(async () => {
  await browser.close();
  await server.stop();
});

async function serials(UserName: string): Promise<string[]> {
  const { MFADevices = [] } = await server.iam(DEV).send(new ListMFADevicesCommand({ UserName }));
  return MFADevices.map((one) => one.SerialNumber ?? "");
}

async function dashboard(page: Page): Promise<void> {
  await page.getByRole("heading", { name: "IAM Dashboard" }).waitFor();
}

async function signOut(page: Page): Promise<void> {
  await accountButton(page).click();
  await page.getByRole("button", { name: "Sign out", exact: true }).click();
  await page.getByRole("heading", { name: "IAM user sign in" }).waitFor();
}

/** Chooses a security key of this name for a user, up to the browser's request. */
async function choose(page: Page, user: string, name: string): Promise<void> {
  await open(page, `iam/users/${user}/assign-mfa`);
  await page.getByLabel("Device name").fill(name);
  await page.getByRole("radio", { name: "Passkey or security key" }).check();
  await page.getByRole("button", { name: "Next", exact: true }).click();
}

async function assigned(page: Page, user: string): Promise<void> {
  await page.getByText(`MFA device assigned to ${user}.`).waitFor();
}

async function mfaStep(page: Page, user: string): Promise<void> {
  await signIn(page, localhost, DEV, user);
  await page.getByRole("heading", { name: "Multi-factor Authentication" }).waitFor();
}

const useKey = (page: Page) => page.getByRole("button", { name: "Use security key" });

for (const colorScheme of ["light", "dark"] as const) {
  test(`a security key is registered, signs in, and is removed: ${colorScheme}`, async () => {
    const user = `kai-${colorScheme}`;
    await person(server.iam(DEV), user, [ADMIN]);
    const page = await (await fresh(browser, { colorScheme })).newPage();
    const errors = watch(page);
    const key = await plugIn(page);
    await signIn(page, localhost, DEV, user);
    await dashboard(page);

    await open(page, `iam/users/${user}/assign-mfa`);
    await page.getByRole("radio", { name: "Passkey or security key" }).check();
    expect(await serious(page)).toEqual([]);
    await choose(page, user, "blue-key");
    await assigned(page, user);
    const [serial = ""] = await serials(user);
    expect(serial).toMatch(new RegExp(`^arn:aws:iam::${DEV}:u2f/user/${user}/blue-key-`));
    expect(await key.count()).toBe(1);
    const row = page.getByRole("row").filter({ hasText: serial });
    await row.getByText("Passkey or security key").waitFor();

    // The same key once more: the browser refuses, and another try is offered.
    await choose(page, user, "again");
    await page.getByText("This security key is already registered for the user. Use another key.").waitFor();
    await page.getByText("To try again, choose Add MFA.").waitFor();
    expect(await serious(page)).toEqual([]);
    await page.getByRole("button", { name: "Cancel" }).click();
    await row.waitFor();
    expect(await serials(user)).toEqual([serial]);

    await signOut(page);
    await mfaStep(page, user);
    await useKey(page).waitFor();
    expect(await page.getByLabel("MFA code").count()).toBe(0);
    expect(await useKey(page).evaluate((button) => button === document.activeElement)).toBe(true);
    expect(await serious(page)).toEqual([]);
    await page.keyboard.press("Enter");
    await dashboard(page);

    await open(page, `iam/users/${user}?tab=security-credentials`);
    await page.getByRole("radio", { name: serial }).check();
    await page.getByRole("button", { name: "Remove", exact: true }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Remove", exact: true }).click();
    await page.getByText("MFA device removed.").waitFor();
    expect(await serials(user)).toEqual([]);
    await signOut(page);
    await signIn(page, localhost, DEV, user);
    await dashboard(page);
    expect(errors).toEqual([]);
  });
}

test("another key, and no key, do not sign in; a code of another device does", async () => {
  const iam = server.iam(DEV);
  await person(iam, "lea", [ADMIN]);
  await person(iam, "ivo", [ADMIN]);
  const seed = await device(iam, "lea");
  const page = await (await fresh(browser)).newPage();
  const key = await plugIn(page);
  // An administrator registers it for somebody else.
  await signIn(page, localhost, DEV, "ivo");
  await dashboard(page);
  await choose(page, "lea", "leas-key");
  await assigned(page, "lea");
  expect((await serials("lea")).length).toBe(2);
  await signOut(page);

  await key.unplug();
  const foreign = await plugIn(page);
  await mfaStep(page, "lea");
  await useKey(page).click();
  await page.getByText("this security key is not registered for the user").waitFor();
  expect(await page.getByRole("heading", { name: "Multi-factor Authentication" }).isVisible()).toBe(true);
  expect(await serious(page)).toEqual([]);
  await foreign.unplug();
  await useKey(page).click();
  await page.getByRole("button", { name: "Cancel" }).click();
  await page.getByRole("heading", { name: "IAM user sign in" }).waitFor();

  await mfaStep(page, "lea");
  await page.getByLabel("MFA code").fill(code(seed));
  await page.getByRole("button", { name: "Submit" }).click();
  await dashboard(page);

  // By its IP address, the same console has no use for the key and says so.
  await signIn(page, server.console, DEV, "lea");
  await page.getByText(`Open the console at ${localhost}.`).waitFor();
  expect(await useKey(page).count()).toBe(0);
  await page.getByLabel("MFA code").waitFor();
  await signIn(page, server.console, DEV, "ivo");
  await dashboard(page);
  await open(page, "iam/users/ivo/assign-mfa");
  await page.getByText(`Open the console at ${localhost}.`).waitFor();
  expect(await page.getByRole("radio", { name: "Passkey or security key" }).isDisabled()).toBe(true);
});

test("who may not register a key sees which permission is missing", async () => {
  const iam = server.iam(DEV);
  await person(iam, "pat", [ADMIN]);
  const deny = JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Deny", Action: "iam:EnableMFADevice", Resource: "*", Condition: { StringEquals: { "iam:RegisterSecurityKey": "Activate" } } }] });
  await iam.send(new PutUserPolicyCommand({ UserName: "pat", PolicyName: "no-keys", PolicyDocument: deny }));
  const page = await (await fresh(browser)).newPage();
  await plugIn(page);
  await signIn(page, localhost, DEV, "pat");
  await dashboard(page);
  await choose(page, "pat", "key");
  await page.getByText("Access denied to iam:EnableMFADevice").waitFor();
  expect(await serials("pat")).toEqual([]);
});

test("a request that the person leaves registers nothing, and leaving the sign-in ends the browser's request", async () => {
  await person(server.iam(DEV), "noa", [ADMIN]);
  const page = await (await fresh(browser)).newPage();
  const key = await plugIn(page);
  await key.touched(false);
  await signIn(page, localhost, DEV, "noa");
  await dashboard(page);
  await choose(page, "noa", "x");
  await page.getByText("Touch the security key when it blinks.").waitFor();
  await page.getByRole("button", { name: "Cancel" }).click();
  await page.getByText("No MFA devices").waitFor();
  await key.touched(true);
  await choose(page, "noa", "y");
  await assigned(page, "noa");
  expect(await serials("noa")).toEqual([expect.stringContaining(":u2f/user/noa/y-")]);
  await signOut(page);

  await key.touched(false);
  await mfaStep(page, "noa");
  await useKey(page).click();
  await page.getByRole("button", { name: "Cancel" }).click();
  await page.getByRole("heading", { name: "IAM user sign in" }).waitFor();
  await key.touched(true);
  await page.getByLabel("Account ID or alias").fill(DEV);
  await page.getByLabel("IAM username").fill("noa");
  await page.getByLabel("Password", { exact: true }).fill(PASSWORD);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await useKey(page).click();
  await dashboard(page);
});

test("a password that must be changed is changed with the key", async () => {
  const iam = server.iam(DEV);
  await person(iam, "uma");
  await person(iam, "oda", [ADMIN]);
  const page = await (await fresh(browser)).newPage();
  await plugIn(page);
  await signIn(page, localhost, DEV, "oda");
  await dashboard(page);
  await choose(page, "uma", "umas-key");
  await assigned(page, "uma");
  await signOut(page);
  const own = JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: "iam:ChangePassword", Resource: "*" }] });
  await iam.send(new PutUserPolicyCommand({ UserName: "uma", PolicyName: "own-password", PolicyDocument: own }));
  await iam.send(new UpdateLoginProfileCommand({ UserName: "uma", PasswordResetRequired: true }));

  await mfaStep(page, "uma");
  await useKey(page).click();
  await page.getByText("The security key is asked for once more.").waitFor();
  await page.getByLabel("New password", { exact: true }).fill("short");
  await page.getByLabel("Retype new password").fill("short");
  await page.getByRole("button", { name: "Confirm password change" }).click();
  await page.getByText(/password policy|length/i).first().waitFor();
  for (const field of ["New password", "Retype new password"]) await page.getByLabel(field, { exact: true }).fill("Another-horse-8-battery");
  await page.getByRole("button", { name: "Confirm password change" }).click();
  await dashboard(page);
});
