import { CreateRoleCommand, GetRoleCommand } from "@aws-sdk/client-iam";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { accountButton, fresh, launch, open, signIn, watch } from "../kit/browser";
import { ADMIN, PASSWORD, person } from "../kit/people";
import { writePolicy } from "../kit/policy";
import { DEV, PROD, Server } from "../kit/server";

let server: Server;
let browser: Browser;
let context: BrowserContext;
let page: Page;
let errors: string[];

const trust = (account: string): string => JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", Principal: { AWS: `arn:aws:iam::${account}:root` }, Action: "sts:AssumeRole" }] });

beforeAll(async () => {
  [server, browser] = await Promise.all([Server.start(), launch()]);
  await person(server.iam(DEV), "ana", [ADMIN]);
  await server.iam(DEV).send(new CreateRoleCommand({ RoleName: "Deploy", AssumeRolePolicyDocument: trust(DEV) }));
});
beforeEach(async () => {
  context = await fresh(browser);
  page = await context.newPage();
  errors = watch(page);
  await signIn(page, server.console, DEV, "ana");
  await page.getByRole("heading", { name: "IAM Dashboard" }).waitFor();
  return () => { expect(errors).toEqual([]); };
});
afterAll(async () => {
  await browser.close();
  await server.stop();
});

async function editorText(label: string): Promise<string> {
  return (await page.getByRole("textbox", { name: label, exact: true }).textContent()) ?? "";
}

/** Ends the session at the server, as time does: the page learns of it from the next answer. */
function endSession(): Promise<void> {
  return page.evaluate(async () => {
    const { csrf } = (await (await fetch("/api/browser")).json()) as { csrf: string };
    const session = /\/s\/([^/]+)/.exec(location.pathname)?.[1] ?? "";
    const answer = await fetch(`/api/sessions/${session}/sign-out`, { method: "POST", headers: { "X-Rolecall-Csrf": csrf, "Content-Type": "application/json" }, body: "{}" });
    if (!answer.ok) throw new Error(`not signed out: ${String(answer.status)}`);
  });
}

/** The storage of the tab, as text. */
function kept(): Promise<string> {
  return page.evaluate(() => JSON.stringify(Object.fromEntries(Object.keys(sessionStorage).map((key) => [key, sessionStorage.getItem(key)]))));
}

test("a trust policy survives an expired session and a new sign-in, and is gone once it is saved", async () => {
  await open(page, "iam/roles/Deploy/trust-policy");
  await writePolicy(page, "Trust policy", trust(PROD));
  await endSession();
  await page.getByRole("button", { name: "Update policy" }).click();
  const dialog = page.getByRole("dialog", { name: "Your session has ended" });
  await dialog.getByLabel("Password", { exact: true }).fill(PASSWORD);
  await dialog.getByRole("button", { name: "Sign in", exact: true }).click();
  await dialog.waitFor({ state: "hidden" });
  await page.getByText("Draft restored").waitFor();
  expect(await editorText("Trust policy")).toContain(`${PROD}:root`);
  await page.getByRole("button", { name: "Update policy" }).click();
  await page.getByText("Trust policy updated.").waitFor();
  const { Role } = await server.iam(DEV).send(new GetRoleCommand({ RoleName: "Deploy" }));
  expect(decodeURIComponent(Role?.AssumeRolePolicyDocument ?? "")).toBe(trust(PROD));
  expect(await kept()).toBe("{}");
});

test("a policy survives a reload, and Discard begins anew", async () => {
  await open(page, "iam/policies/create");
  await writePolicy(page, "Policy", '{"Version":"2012-10-17","Statement":[]}');
  await page.reload();
  await page.getByText("Draft restored").waitFor();
  await page.getByRole("tab", { name: "JSON", exact: true }).click();
  await page.getByRole("textbox", { name: "Policy", exact: true }).waitFor();
  expect(await editorText("Policy")).toBe('{"Version":"2012-10-17","Statement":[]}');
  await page.getByRole("button", { name: "Discard draft" }).click();
  await page.getByText("Draft restored").waitFor({ state: "hidden" });
  await page.waitForFunction(() => document.querySelector(".cm-content")?.textContent.includes("Statement1"));
  expect(await kept()).toBe("{}");
});

test("leaving is asked about, and a draft is there on the way back until it is cancelled", async () => {
  await open(page, "iam/roles/create");
  await page.getByRole("radio", { name: /^AWS account/ }).check();
  await page.getByRole("radio", { name: /^Another AWS account/ }).check();
  await page.getByLabel("Account ID", { exact: true }).fill(PROD);
  await page.getByRole("link", { name: "Policies", exact: true }).click();
  const dialog = page.getByRole("dialog", { name: "Leave page?" });
  await dialog.getByRole("button", { name: "Cancel" }).click();
  expect(await page.getByLabel("Account ID", { exact: true }).inputValue()).toBe(PROD);
  await page.getByRole("link", { name: "Policies", exact: true }).click();
  await dialog.getByRole("button", { name: "Leave" }).click();
  await page.getByRole("heading", { name: "Policies", level: 1 }).waitFor();
  await open(page, "iam/roles/create");
  await page.getByText("Draft restored").waitFor();
  expect(await page.getByLabel("Account ID", { exact: true }).inputValue()).toBe(PROD);
  await page.getByRole("button", { name: "Cancel", exact: true }).click();
  await page.getByRole("heading", { name: "Roles", level: 1 }).waitFor();
  expect(await kept()).toBe("{}");
});

test("a draft of a user has no password, and signing out drops it", async () => {
  await open(page, "iam/users/create");
  await page.getByLabel("User name").fill("mara");
  await page.getByRole("checkbox", { name: /^Provide user access/ }).check();
  await page.getByRole("radio", { name: /^Custom password/ }).check();
  await page.getByLabel("Custom password", { exact: true }).last().fill("Very-secret-1-password");
  await page.waitForFunction(() => Object.keys(sessionStorage).some((key) => sessionStorage.getItem(key)?.includes("mara")));
  expect(await kept()).not.toContain("Very-secret");
  await page.reload();
  await page.getByText("Draft restored").waitFor();
  expect(await page.getByLabel("User name").inputValue()).toBe("mara");
  await accountButton(page).click();
  await page.getByRole("button", { name: "Sign out", exact: true }).click();
  await page.getByRole("heading", { name: "IAM user sign in" }).waitFor();
  expect(await kept()).toBe("{}");
});
