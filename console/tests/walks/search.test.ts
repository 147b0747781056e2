import { CreateAccessKeyCommand, CreateRoleCommand, ListUsersCommand, IAMClient, PutUserPolicyCommand } from "@aws-sdk/client-iam";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { serious } from "../kit/axe";
import { launch, signedIn } from "../kit/browser";
import { ADMIN, person } from "../kit/people";
import { DEV, Server } from "../kit/server";

let server: Server;
let browser: Browser;
let keyId = "";
let secret = "";

beforeAll(async () => {
  [server, browser] = await Promise.all([Server.start(), launch()]);
  const iam = server.iam(DEV);
  await person(iam, "ana", [ADMIN]);
  await person(iam, "zoe");
  const some = JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: ["iam:ListUsers", "iam:GetUser", "rolecall:*"], Resource: "*" }] });
  await iam.send(new PutUserPolicyCommand({ UserName: "zoe", PolicyName: "Some", PolicyDocument: some }));
  const trust = JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", Principal: { AWS: DEV }, Action: "sts:AssumeRole" }] });
  await iam.send(new CreateRoleCommand({ RoleName: "DeployPipeline", AssumeRolePolicyDocument: trust }));
  const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName: "zoe" }));
  keyId = AccessKey?.AccessKeyId ?? "";
  secret = AccessKey?.SecretAccessKey ?? "";
});
afterAll(async () => {
  await browser.close();
  await server.stop();
});

/** Signed in, with a field to search in or the button that opens it. */
async function ready(user: string, viewport = { width: 1280, height: 900 }): Promise<{ page: Page; errors: string[] }> {
  const { page, errors } = await signedIn(browser, server.console, DEV, user, { viewport });
  await page.getByRole("combobox", { name: "Search" }).or(page.getByRole("button", { name: "Open search" })).first().waitFor();
  return { page, errors };
}

/** Writes into the search field, which must have the focus. */
async function search(page: Page, text: string): Promise<void> {
  await page.keyboard.press("Alt+KeyS");
  const field = page.getByRole("combobox", { name: "Search" });
  await page.waitForFunction(() => document.activeElement?.getAttribute("role") === "combobox");
  await field.fill(text);
}

test("pages, actions and the words of older guides are found by keyboard alone", async () => {
  const { page, errors } = await ready("ana");
  await search(page, "create role");
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "Select trusted entity" }).waitFor();

  await search(page, "Next: Tags");
  await page.getByRole("option", { name: /^Create policy/ }).waitFor();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "Specify permissions" }).waitFor();

  for (const [words, heading] of [
    ["Access Advisor", "IAM users"],
    ["Attach existing policies directly", "IAM users"],
    ["Programmatic access", "ana"],
  ] as const) {
    await search(page, words);
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: heading, level: 1 }).waitFor();
  }
  expect(errors).toEqual([]);
});

test("the focus returns to where it was, and the field is a combobox without serious violations", async () => {
  const { page, errors } = await ready("ana");
  const button = page.getByRole("button", { name: "Search IAM" });
  await button.focus();
  await page.keyboard.press("Enter");
  await page.waitForFunction(() => document.activeElement?.getAttribute("role") === "combobox");
  await page.keyboard.type("deploy");
  await page.getByRole("option", { name: "DeployPipeline" }).waitFor();
  expect(await serious(page)).toEqual([]);
  await page.keyboard.press("Escape");
  expect(await button.evaluate((element) => element === document.activeElement)).toBe(true);

  await page.keyboard.press("Control+k");
  await page.waitForFunction(() => document.activeElement?.getAttribute("role") === "combobox");
  await page.keyboard.press("Escape");
  expect(await button.evaluate((element) => element === document.activeElement)).toBe(true);
  expect(errors).toEqual([]);
});

test("what the account has is found by part of its name, by ARN, by access key id, and a request by its id", async () => {
  const { page, errors } = await ready("ana");
  await search(page, "pipeline");
  await page.getByRole("option", { name: "DeployPipeline" }).click();
  await page.getByRole("heading", { name: "DeployPipeline", level: 1 }).waitFor();

  await search(page, `arn:aws:iam::${DEV}:user/zoe`);
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "zoe", level: 1 }).waitFor();

  await search(page, keyId);
  await page.getByRole("option", { name: "zoe" }).click();
  await page.getByRole("tab", { name: "Security credentials", selected: true }).waitFor();

  const program = new IAMClient({ region: "us-east-1", endpoint: server.endpoint, credentials: { accessKeyId: keyId, secretAccessKey: secret } });
  const listed = await program.send(new ListUsersCommand({}));
  await search(page, listed.$metadata.requestId ?? "");
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: /iam:ListUsers/ }).first().waitFor();
  expect(errors).toEqual([]);
});

test("a list that is denied leaves the others, and opens its explanation", async () => {
  const { page, errors } = await ready("zoe");
  await search(page, "an");
  await page.getByRole("option", { name: "ana", exact: true }).waitFor();
  await page.getByRole("option", { name: /^Roles: access denied/ }).click();
  await page.getByRole("heading", { name: "iam:ListRoles: denied" }).waitFor();
  expect(errors).toEqual([]);
});

test("on a narrow screen a button opens the field", async () => {
  const { page, errors } = await ready("ana", { width: 375, height: 800 });
  await page.getByRole("button", { name: "Open search" }).click();
  await page.getByRole("combobox", { name: "Search" }).fill("zo");
  await page.getByRole("option", { name: "zoe" }).click();
  await page.getByRole("heading", { name: "zoe", level: 1 }).waitFor();
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(375);
  expect(errors).toEqual([]);
});
