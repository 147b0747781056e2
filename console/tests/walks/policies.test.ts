import { AttachUserPolicyCommand, GetPolicyVersionCommand, GetRoleCommand, ListAttachedRolePoliciesCommand, ListPolicyVersionsCommand } from "@aws-sdk/client-iam";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { fresh, launch, open, signIn, watch } from "../kit/browser";
import { ADMIN, person } from "../kit/people";
import { writePolicy } from "../kit/policy";
import { DEV, PROD, Server } from "../kit/server";

let server: Server;
let browser: Browser;
let page: Page;
let errors: string[];

const policy = (Action: string): string => JSON.stringify({ Version: "2012-10-17", Statement: [{ Sid: "Read", Effect: "Allow", Action, Resource: "arn:aws:s3:::reports/*" }] }, null, 4);

beforeAll(async () => {
  [server, browser] = await Promise.all([Server.start(), launch()]);
  await person(server.iam(DEV), "ana", [ADMIN]);
});
beforeEach(async () => {
  page = await (await fresh(browser)).newPage();
  errors = watch(page);
  await signIn(page, server.console, DEV, "ana");
  await page.getByRole("heading", { name: "IAM Dashboard" }).waitFor();
  return () => { expect(errors).toEqual([]); };
});
afterAll(async () => {
  await browser.close();
  await server.stop();
});

const arn = `arn:aws:iam::${DEV}:policy/Reports`;

async function documentOf(VersionId: string): Promise<string> {
  const { PolicyVersion } = await server.iam(DEV).send(new GetPolicyVersionCommand({ PolicyArn: arn, VersionId }));
  return decodeURIComponent(PolicyVersion?.Document ?? "");
}

test("a mistyped action is found while writing and corrected with the suggested fix; the policy is created", async () => {
  await open(page, "iam/policies");
  await page.getByRole("link", { name: "Create policy" }).or(page.getByRole("button", { name: "Create policy" })).first().click();
  await writePolicy(page, "Policy", policy("s3:GetObjekt"));
  await page.getByRole("tab", { name: "Errors: 1" }).waitFor();
  await page.getByRole("tabpanel").getByRole("button", { name: /GetObject/ }).first().click();
  await page.getByRole("tab", { name: "Errors: 0" }).waitFor();
  await page.getByRole("button", { name: "Next", exact: true }).click();
  await page.getByLabel("Policy name").fill("Reports");
  await page.getByRole("button", { name: "Create policy" }).click();
  await page.getByText("Policy Reports created.").waitFor();
  expect(await documentOf("v1")).toContain("s3:GetObject\"");
});

test("an edited policy becomes a new version after its changes are reviewed", async () => {
  await server.iam(DEV).send(new AttachUserPolicyCommand({ UserName: "ana", PolicyArn: arn }));
  await open(page, `iam/policies/${encodeURIComponent(arn)}/edit`);
  await writePolicy(page, "Policy", policy("s3:GetObjectTagging"));
  await page.getByRole("button", { name: "Next", exact: true }).click();
  await page.getByRole("textbox", { name: "Changes" }).waitFor();
  await page.getByRole("row", { name: /^ana User Permissions policy/ }).waitFor();
  await page.getByText("The changes apply to these as soon as you save.").waitFor();
  await page.getByRole("checkbox", { name: "Set this new version as the default." }).uncheck();
  await page.getByText("Nothing changes for these until the new version is set as the default.").waitFor();
  await page.getByRole("checkbox", { name: "Set this new version as the default." }).check();
  await page.getByRole("button", { name: "Save changes" }).click();
  await page.getByText("Policy Reports: version v2 saved and in force.").waitFor();
  const { Versions } = await server.iam(DEV).send(new ListPolicyVersionsCommand({ PolicyArn: arn }));
  expect(Versions?.map(({ VersionId, IsDefaultVersion }) => [VersionId, IsDefaultVersion])).toEqual([["v2", true], ["v1", false]]);
  await open(page, `iam/policies/${encodeURIComponent(arn)}?tab=versions`);
  await page.getByRole("radio", { name: "Select v2" }).check();
  await page.getByRole("button", { name: /Compare with/ }).click();
  await page.getByRole("option", { name: "v1" }).click();
  await page.getByRole("textbox", { name: "Changes from version v1 to v2" }).waitFor();
});

test("a role for another account, with a generated external ID", async () => {
  await open(page, "iam/roles");
  await page.getByRole("link", { name: "Create role" }).or(page.getByRole("button", { name: "Create role" })).first().click();
  await page.getByRole("radio", { name: "AWS account", exact: false }).first().check();
  await page.getByLabel("Another AWS account").check();
  await page.getByRole("button", { name: "Next", exact: true }).click();
  await page.getByText("An account ID has 12 digits.").waitFor();
  await page.getByLabel("Account ID").fill(PROD);
  await page.getByLabel("Require external ID (Best practice when a third party will assume this role)").check();
  const externalId = await page.getByLabel("External ID", { exact: true }).inputValue();
  expect(externalId).toMatch(/^[0-9a-f-]{36}$/);
  await page.getByRole("button", { name: "Next", exact: true }).click();
  await page.getByPlaceholder("Search", { exact: true }).fill("AmazonS3FullAccess");
  await page.getByRole("checkbox", { name: "Select AmazonS3FullAccess" }).check();
  await page.getByRole("button", { name: "Next", exact: true }).click();
  await page.getByLabel("Role name").fill("UpdateData");
  await page.getByRole("button", { name: "Create role" }).click();
  await page.getByText("Role UpdateData created.").waitFor();
  await page.getByRole("heading", { name: "Try it as …" }).waitFor();
  const { Role } = await server.iam(DEV).send(new GetRoleCommand({ RoleName: "UpdateData" }));
  expect(JSON.parse(decodeURIComponent(Role?.AssumeRolePolicyDocument ?? ""))).toMatchObject({
    Statement: [{ Principal: { AWS: `arn:aws:iam::${PROD}:root` }, Condition: { StringEquals: { "sts:ExternalId": externalId } } }],
  });
  const { AttachedPolicies } = await server.iam(DEV).send(new ListAttachedRolePoliciesCommand({ RoleName: "UpdateData" }));
  expect(AttachedPolicies?.map(({ PolicyName }) => PolicyName)).toEqual(["AmazonS3FullAccess"]);
});
