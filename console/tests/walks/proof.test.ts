import { GetUserPolicyCommand } from "@aws-sdk/client-iam";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { accountButton, fresh, launch, open, signIn, watch } from "../kit/browser";
import { ADMIN, person } from "../kit/people";
import { DEV, PROD, Server } from "../kit/server";

const ROLE = "CrossAccountAccessRole";
const ROLE_ARN = `arn:aws:iam::${PROD}:role/${ROLE}`;
const USER_ARN = `arn:aws:iam::${DEV}:user/crossAccountUser`;

let server: Server;
let browser: Browser;

// The world of `make run`, with people who sign in.
beforeAll(async () => {
  [server, browser] = await Promise.all([Server.demo(), launch()]);
  await person(server.iam(PROD), "owner", [ADMIN]);
  await person(server.iam(DEV), "admin", [ADMIN]);
  await person(server.iam(DEV), "una");
});
afterAll(async () => {
  await browser.close();
  await server.stop();
});

async function enter(context: BrowserContext, account: string, user: string): Promise<{ page: Page; errors: string[] }> {
  const page = await context.newPage();
  const errors = watch(page);
  await signIn(page, server.console, account, user);
  await page.getByRole("heading", { name: "IAM Dashboard" }).waitFor();
  return { page, errors };
}

test("a role is tried as a user of another account, and the missing half is added there", async () => {
  const context = await fresh(browser);
  const { page: owner, errors } = await enter(context, PROD, "owner");
  await enter(context, DEV, "admin");
  await owner.reload();
  await open(owner, `iam/roles/${ROLE}/try`);
  await owner.getByLabel("Principal ARN").fill(`arn:aws:iam::${DEV}:user/una`);
  await owner.getByRole("button", { name: "Try", exact: true }).click();

  // The own half allows. That of the other account is for its own readers.
  await owner.getByText(`It depends: arn:aws:iam::${DEV}:user/una`).waitFor();
  const own = owner.getByRole("region", { name: `Half of account ${PROD}` });
  await own.getByText("Allowed", { exact: true }).waitFor();
  await own.getByRole("list", { name: "Layers of the decision" }).waitFor();
  await owner.getByRole("region", { name: `Half of account ${DEV}` }).getByText("Hidden: only readers of that account see its half.").waitFor();
  await owner.getByRole("heading", { name: "What the other account needs" }).waitFor();

  // A session in that account is held in this browser, so the policy can be added there.
  await owner.getByRole("button", { name: "Add to user una, as admin" }).click();
  await owner.getByText(`Inline policy AssumeRole-${ROLE} added to user una of account ${DEV}.`).waitFor();
  const { PolicyDocument } = await server.iam(DEV).send(new GetUserPolicyCommand({ UserName: "una", PolicyName: `AssumeRole-${ROLE}` }));
  expect(decodeURIComponent(PolicyDocument ?? "")).toContain(ROLE_ARN);
  expect(errors).toEqual([]);

  // The engine agrees: una switches.
  const una = await (await fresh(browser)).newPage();
  await signIn(una, server.console, DEV, "una");
  await accountButton(una).waitFor();
  await una.goto(`${server.console}/switchrole?account=${PROD}&roleName=${ROLE}`);
  await una.getByRole("button", { name: "Switch Role" }).click();
  await una.waitForFunction(() => document.querySelector(".account-button")?.textContent.includes("prod (2222-2222-2222)"));
  expect(await accountButton(una).textContent()).toContain(`${ROLE} @ ${PROD}`);
});

test("without a session in the other account its half is only shown", async () => {
  const { page, errors } = await enter(await fresh(browser), PROD, "owner");
  await open(page, `iam/roles/${ROLE}/try`);
  await page.getByLabel("Principal ARN").fill(`arn:aws:iam::${DEV}:user/admin`);
  await page.getByRole("button", { name: "Try", exact: true }).click();
  await page.getByRole("heading", { name: "What the other account needs" }).waitFor();
  await page.getByRole("button", { name: /^Copy policy/ }).first().waitFor();
  expect(await page.getByRole("button", { name: /^Add to user/ }).count()).toBe(0);
  expect(errors).toEqual([]);
});

test("the access report says what the role may do, and why", async () => {
  const { page, errors } = await enter(await fresh(browser), PROD, "owner");
  await open(page, "access-report");
  await page.getByLabel("Principal ARN").fill(ROLE_ARN);
  await page.getByRole("button", { name: "Show access" }).click();
  const table = page.getByRole("grid", { name: "Access by service" });
  await table.getByRole("row", { name: /s3/ }).first().waitFor();
  const rows = await table.getByRole("row").allTextContents();
  expect(rows.filter((row) => /Partial|Full/.test(row))).toHaveLength(1);
  expect(rows.join(" ")).toMatch(/s3/);
  expect(errors).toEqual([]);
});

test("the trust map leads from the user to the role, and from the arrow to the decision", async () => {
  const { page, errors } = await enter(await fresh(browser), PROD, "owner");
  await open(page, "trust-map");
  await page.getByLabel("Start at").fill(ROLE_ARN);
  await page.getByRole("button", { name: "Show map" }).click();
  const row = page.getByRole("row").filter({ hasText: ROLE_ARN }).first();
  await row.waitFor();
  await row.getByRole("link", { name: /^Why / }).click();
  await page.getByRole("heading", { name: "Try it as …" }).waitFor();
  expect(await page.getByLabel("Principal ARN").inputValue()).toContain(DEV);
  expect(errors).toEqual([]);

  const { page: admin } = await enter(await fresh(browser), DEV, "admin");
  await open(admin, `trust-map?start=${encodeURIComponent(USER_ARN)}`);
  await admin.getByRole("row").filter({ hasText: USER_ARN }).filter({ hasText: ROLE_ARN }).first().waitFor();
});
