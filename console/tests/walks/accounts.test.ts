import { AttachUserPolicyCommand, CreateGroupCommand, CreatePolicyCommand, GetGroupCommand, ListEntitiesForPolicyCommand, PutUserPolicyCommand } from "@aws-sdk/client-iam";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { accountButton, launch, open, signedIn } from "../kit/browser";
import { ADMIN, person } from "../kit/people";
import { DEV, Server } from "../kit/server";

let server: Server;
let browser: Browser;
let policyArn = "";

const allow = (...Action: string[]): string => JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", Action, Resource: "*" }] });

beforeAll(async () => {
  [server, browser] = await Promise.all([Server.start(), launch()]);
  const iam = server.iam(DEV);
  await person(iam, "ana", [ADMIN]);
  await person(iam, "gus");
  await iam.send(new PutUserPolicyCommand({ UserName: "gus", PolicyName: "Groups", PolicyDocument: allow("iam:*") }));
  for (const GroupName of ["one", "two", "three"]) await iam.send(new CreateGroupCommand({ GroupName }));
  policyArn = (await iam.send(new CreatePolicyCommand({ PolicyName: "Own", PolicyDocument: allow("s3:*") }))).Policy?.Arn ?? "";
  await iam.send(new AttachUserPolicyCommand({ UserName: "gus", PolicyArn: policyArn }));
});
afterAll(async () => {
  await browser.close();
  await server.stop();
});

async function isThere(GroupName: string): Promise<boolean> {
  return server
    .iam(DEV)
    .send(new GetGroupCommand({ GroupName }))
    .then(
      () => true,
      () => false,
    );
}

test("an account gets a colour, which everybody sees with its name", async () => {
  const { page, errors } = await signedIn(browser, server.console, DEV, "ana");
  await accountButton(page).click();
  await page.getByText("Unset").waitFor();
  await page.getByRole("link", { name: "Account", exact: true }).last().click();
  await page.getByRole("heading", { name: "Account", exact: true, level: 1 }).waitFor();
  await page.getByRole("button", { name: "Update account display settings" }).click();
  await page.getByRole("radio", { name: "Dark blue" }).check();
  await page.getByRole("dialog").getByRole("button", { name: "Update" }).click();
  await page.getByText("Account display settings updated.").waitFor();
  const chip = accountButton(page).getByText("dev (1111-1111-1111)");
  await page.waitForFunction(() => document.querySelector("header .chip")?.textContent.startsWith("dev"));
  expect(await chip.evaluate((element) => [getComputedStyle(element).backgroundColor, getComputedStyle(element).color])).toEqual(["rgb(31, 78, 158)", "rgb(255, 255, 255)"]);
  await accountButton(page).click();
  await page.getByRole("dialog", { name: "Account menu" }).getByText("Dark blue").waitFor();
  expect(errors).toEqual([]);

  // Who may not read the colour sees that in its place, and the menu works.
  const { page: other } = await signedIn(browser, server.console, DEV, "gus");
  await accountButton(other).click();
  await other.getByRole("dialog", { name: "Account menu" }).getByRole("link", { name: "Access denied. Why?" }).waitFor();
});

test("a protected account asks for its name before something is taken away, of everybody", async () => {
  const { page, errors } = await signedIn(browser, server.console, DEV, "ana");
  await open(page, "account");
  await page.getByRole("button", { name: "Protect account" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Protect account" }).click();
  await page.getByText("Account dev is protected.").waitFor();
  await accountButton(page).getByText("protected").waitFor();

  await open(page, "iam/groups/one");
  await page.getByRole("button", { name: "Delete", exact: true }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("To confirm, type “one”.").fill("one");
  const remove = dialog.getByRole("button", { name: "Delete", exact: true });
  expect(await remove.isDisabled()).toBe(true);
  await dialog.getByLabel("This account is protected.").fill("prod");
  expect(await remove.isDisabled()).toBe(true);
  await dialog.getByLabel("This account is protected.").fill("dev");
  await remove.click();
  await page.getByText("User group one deleted.").waitFor();
  expect(await isThere("one")).toBe(false);

  await open(page, `iam/policies/${encodeURIComponent(policyArn)}?tab=entities`);
  await page.getByRole("button", { name: "Detach" }).click();
  await dialog.getByRole("checkbox", { name: "Select User gus" }).check();
  const detach = dialog.getByRole("button", { name: "Detach policy" });
  expect(await detach.isDisabled()).toBe(true);
  await dialog.getByLabel("This account is protected.").fill("dev");
  await detach.click();
  await dialog.waitFor({ state: "hidden" });
  const left = await server.iam(DEV).send(new ListEntitiesForPolicyCommand({ PolicyArn: policyArn }));
  expect(left.PolicyUsers).toEqual([]);

  // What takes nothing away is not asked for.
  await open(page, "iam/groups/two");
  await page.getByRole("button", { name: "Edit" }).click();
  await dialog.getByRole("textbox").first().waitFor();
  expect(await dialog.getByLabel("This account is protected.").count()).toBe(0);
  expect(errors).toEqual([]);

  // Who may not read the protection is asked all the same.
  const { page: other } = await signedIn(browser, server.console, DEV, "gus");
  await accountButton(other).getByText("protected").waitFor();
  await open(other, "iam/groups/two");
  await other.getByRole("button", { name: "Delete", exact: true }).click();
  await other.getByRole("dialog").getByLabel("To confirm, type “two”.").fill("two");
  expect(await other.getByRole("dialog").getByRole("button", { name: "Delete", exact: true }).isDisabled()).toBe(true);
  expect(await isThere("two")).toBe(true);

  // Removing the protection is itself asked for.
  await open(page, "account");
  await page.getByRole("button", { name: "Remove protection" }).click();
  await dialog.getByLabel("This account is protected.").fill("dev");
  await dialog.getByRole("button", { name: "Remove protection" }).click();
  await page.getByText("Protection of account dev removed.").waitFor();
  await open(page, "iam/groups/three");
  await page.getByRole("button", { name: "Delete", exact: true }).click();
  await dialog.getByRole("textbox").fill("three");
  await dialog.getByRole("button", { name: "Delete", exact: true }).click();
  await page.getByText("User group three deleted.").waitFor();
});
