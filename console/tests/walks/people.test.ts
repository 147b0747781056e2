import { readFileSync } from "node:fs";
import { CreateAccessKeyCommand, GetUserCommand, ListAccessKeysCommand, ListAttachedUserPoliciesCommand, ListGroupsForUserCommand, ListUserTagsCommand } from "@aws-sdk/client-iam";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { fresh, launch, open, signIn, watch } from "../kit/browser";
import { ADMIN, person } from "../kit/people";
import { DEV, Server } from "../kit/server";

let server: Server;
let browser: Browser;
let page: Page;
let errors: string[];

beforeAll(async () => {
  [server, browser] = await Promise.all([Server.start(), launch()]);
  await person(server.iam(DEV), "ana", [ADMIN]);
});
beforeEach(async () => {
  page = await (await fresh(browser)).newPage();
  errors = watch(page);
  await signIn(page, server.console, DEV, "ana");
  await page.getByRole("heading", { name: "IAM Dashboard" }).waitFor();
  return () => {
    expect(errors).toEqual([]);
  };
});
afterAll(async () => {
  await browser.close();
  await server.stop();
});

test("a user is created with a password, a tag, and a group created in the same wizard", async () => {
  await page.getByRole("link", { name: "Users", exact: true }).click();
  await page.getByRole("heading", { name: "IAM users" }).waitFor();
  await page.getByRole("link", { name: "Create user" }).or(page.getByRole("button", { name: "Create user" })).first().click();
  await page.getByLabel("User name").fill("nina");
  await page.getByLabel("Provide user access to the AWS Management Console - optional").check();
  await page.getByRole("button", { name: "Next", exact: true }).click();

  await page.getByRole("button", { name: "Create group" }).first().click();
  const dialog = page.getByRole("dialog", { name: "Create user group" });
  await dialog.getByLabel("User group name").fill("readers");
  await dialog.getByPlaceholder("Search", { exact: true }).fill("ViewOnlyAccess");
  await dialog.getByRole("checkbox", { name: "Select ViewOnlyAccess" }).check();
  await dialog.getByRole("button", { name: "Create user group" }).click();
  await page.getByRole("checkbox", { name: "Select readers" }).check();
  await page.getByRole("button", { name: "Next", exact: true }).click();

  await page.getByRole("button", { name: "Add new tag" }).click();
  await page.getByRole("combobox", { name: "Key" }).fill("team");
  await page.getByRole("combobox", { name: /^Value/ }).fill("red");
  await page.getByRole("button", { name: "Create user", exact: true }).click();
  await page.getByText("User created successfully.").waitFor();
  await page.getByRole("button", { name: "Show Console password" }).click();
  const password = (await page.locator(".secret").textContent()) ?? "";
  const file = page.waitForEvent("download");
  await page.getByRole("button", { name: "Download .csv file" }).click();
  expect(readFileSync(await (await file).path(), "utf8")).toContain("nina");
  await page.getByRole("button", { name: "Return to users list" }).click();
  await page.getByRole("link", { name: "nina" }).waitFor();

  const iam = server.iam(DEV);
  expect((await iam.send(new ListGroupsForUserCommand({ UserName: "nina" }))).Groups?.map((group) => group.GroupName)).toEqual(["readers"]);
  expect((await iam.send(new ListUserTagsCommand({ UserName: "nina" }))).Tags).toEqual([{ Key: "team", Value: "red" }]);
  const policies = await iam.send(new ListAttachedUserPoliciesCommand({ UserName: "nina" }));
  expect(policies.AttachedPolicies?.map((policy) => policy.PolicyName)).toEqual(["IAMUserChangePassword"]);
  expect(password.length).toBeGreaterThanOrEqual(20);
});

test("an access key is shown once, deactivated and deleted", async () => {
  const iam = server.iam(DEV);
  await person(iam, "kim");
  await open(page, "iam/users/kim?tab=security-credentials");
  await page.getByRole("link", { name: "Create access key" }).or(page.getByRole("button", { name: "Create access key" })).last().click();
  await page.getByLabel("Command Line Interface (CLI)").check();
  await page.getByText("Alternative recommended").waitFor();
  await page.getByRole("button", { name: "Next", exact: true }).click();
  await page.getByText("Tick the box to go on.").waitFor();
  await page.getByLabel("I understand the above recommendation and want to proceed to create an access key.").check();
  await page.getByRole("button", { name: "Next", exact: true }).click();
  await page.getByLabel("Description tag value").fill("laptop");
  await page.getByRole("button", { name: "Create access key" }).click();
  await page.getByRole("heading", { name: "Retrieve access keys" }).waitFor();
  const file = page.waitForEvent("download");
  await page.getByRole("button", { name: "Download .csv file" }).click();
  const [header, row] = readFileSync(await (await file).path(), "utf8").split("\r\n");
  expect(header).toBe("Access key ID,Secret access key");
  const { AccessKeyMetadata } = await iam.send(new ListAccessKeysCommand({ UserName: "kim" }));
  const id = AccessKeyMetadata?.[0]?.AccessKeyId ?? "";
  expect(row?.startsWith(`${id},`)).toBe(true);
  await page.getByRole("button", { name: "Done" }).click();

  await page.getByRole("button", { name: `Actions for ${id}` }).click();
  await page.getByRole("menuitem", { name: "Deactivate" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Deactivate" }).click();
  await page.getByText(`Access key ${id} deactivated.`).waitFor();
  await page.getByRole("button", { name: `Actions for ${id}` }).click();
  await page.getByRole("menuitem", { name: "Delete" }).click();
  const remove = page.getByRole("dialog").getByRole("button", { name: "Delete" });
  expect(await remove.isDisabled()).toBe(true);
  await page.getByRole("dialog").getByRole("textbox").fill(id);
  await remove.click();
  await page.getByText(`Access key ${id} deleted.`).waitFor();
  expect((await iam.send(new ListAccessKeysCommand({ UserName: "kim" }))).AccessKeyMetadata).toEqual([]);
});

test("a user with an active key is not deleted; without it all that belongs to the user goes too", async () => {
  const iam = server.iam(DEV);
  await person(iam, "leo", [ADMIN]);
  await iam.send(new CreateAccessKeyCommand({ UserName: "leo" }));
  await open(page, "iam/users/leo");
  await page.getByRole("button", { name: "Delete", exact: true }).click();
  await page.getByText("Deactivate these access keys first").waitFor();
  await page.getByRole("dialog").getByRole("textbox").fill("leo");
  expect(await page.getByRole("dialog").getByRole("button", { name: "Delete" }).isDisabled()).toBe(true);
  await page.getByRole("button", { name: "Cancel" }).click();

  await person(iam, "max", [ADMIN]);
  await open(page, "iam/users/max");
  await page.getByRole("button", { name: "Delete", exact: true }).click();
  await page.getByRole("dialog").getByRole("textbox").fill("max");
  await page.getByRole("dialog").getByRole("button", { name: "Delete" }).click();
  await page.getByText("User max deleted.").waitFor();
  await expect(iam.send(new GetUserCommand({ UserName: "max" }))).rejects.toThrow(/cannot be found/);
});

test("a part that may not be read names the action and the request, and the rest of the page works", async () => {
  await person(server.iam(DEV), "zoe");
  const poor = await (await fresh(browser)).newPage();
  await signIn(poor, server.console, DEV, "zoe");
  await poor.getByText("Access denied to iam:GetAccountSummary").waitFor();
  await open(poor, "iam/users");
  await poor.getByText("Access denied to iam:ListUsers").waitFor();
  await poor.getByText(`User: arn:aws:iam::${DEV}:user/zoe`).waitFor();
  await poor.getByText(/^Request ID: [0-9a-f-]{36}$/).waitFor();
  await poor.getByRole("button", { name: "Copy denial" }).waitFor();
  // A page of many parts: each is denied alone, and the page stands.
  await open(poor, "iam/users/ana");
  await poor.getByRole("heading", { name: "ana", exact: true }).waitFor();
  await poor.getByText("Access denied to iam:GetUser").waitFor();
  await poor.getByText("Access denied to iam:ListAttachedUserPolicies").waitFor();
  await poor.getByRole("tab", { name: "Security credentials" }).click();
  await poor.getByText("Access denied to iam:ListAccessKeys").waitFor();
});
