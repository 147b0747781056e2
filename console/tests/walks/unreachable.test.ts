import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { accountButton, fresh, launch, open, settled, signIn, watch } from "../kit/browser";
import { ADMIN, person } from "../kit/people";
import { DEV, PROD, Server } from "../kit/server";

let browser: Browser;

beforeAll(async () => {
  browser = await launch();
});
afterAll(async () => {
  await browser.close();
});

test("the page says when the server has stopped, and keeps what was typed", async () => {
  const server = await Server.start();
  await person(server.iam(DEV), "ana", [ADMIN]);
  const page = await (await fresh(browser)).newPage();
  const errors = watch(page);
  await signIn(page, server.console, DEV, "ana");
  await page.getByRole("heading", { name: "IAM Dashboard" }).waitFor();
  await open(page, "iam/groups/create");
  await page.getByLabel("User group name").fill("kept-in-mind");
  await page.getByRole("link", { name: "Users", exact: true }).click();
  await page.getByRole("link", { name: "ana", exact: true }).waitFor();
  await page.goBack();
  await page.getByLabel("User group name").fill("kept-in-mind");

  await server.stop();
  await page.getByRole("button", { name: "Create user group" }).click();
  await page.getByText("The server did not answer").first().waitFor();
  expect(await page.getByLabel("User group name").inputValue()).toBe("kept-in-mind");
  // Pages whose code is here already still open, and say that nothing comes.
  await page.getByRole("link", { name: "Users", exact: true }).click();
  await page.getByText("The server did not answer").first().waitFor();
  await page.getByRole("button", { name: "Try again" }).first().waitFor();
  // A page whose code would have to come first says so in its place, and the frame stays.
  await page.getByRole("link", { name: "Credential report", exact: true }).click();
  await page.getByRole("heading", { name: "This page could not be loaded" }).waitFor();
  await accountButton(page).waitFor();
  expect(errors.filter((error) => !/Failed to fetch/.test(error))).toEqual([]);
});

test("a new account says what there is to make, and never only an empty table", async () => {
  const server = await Server.start();
  await person(server.iam(PROD), "owner", [ADMIN]);
  const page = await (await fresh(browser)).newPage();
  const errors = watch(page);
  await signIn(page, server.console, PROD, "owner");
  await page.getByRole("heading", { name: "IAM Dashboard" }).waitFor();
  for (const [address, empty] of [
    ["iam/groups", "No user groups"],
    ["iam/roles", "No roles"],
    ["iam/providers", "No identity providers"],
    ["s3", "No buckets"],
    ["organizations", "No organization"],
    ["organizations/policies", "No organization"],
    ["iam/users/owner?tab=tags", "No tags"],
    ["iam/users/owner?tab=groups", "No groups"],
  ] as const) {
    await open(page, address);
    await page.getByRole("heading", { level: 1 }).waitFor();
    await settled(page);
    await page.getByRole("main").getByText(empty, { exact: true }).waitFor();
  }
  expect(errors).toEqual([]);
  await server.stop();
});
