import { AddUserToGroupCommand, CreateGroupCommand, PutUserPolicyCommand, TagUserCommand } from "@aws-sdk/client-iam";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { fresh, launch, open, signIn } from "../kit/browser";
import { ADMIN, person } from "../kit/people";
import { DEV, Server } from "../kit/server";

let server: Server;
let browser: Browser;
const document = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::a/${aws:username}"}]}';

beforeAll(async () => {
  [server, browser] = await Promise.all([Server.start(), launch()]);
  const iam = server.iam(DEV);
  await person(iam, "ana", [ADMIN]);
  await person(iam, "kim");
  await person(iam, "lia");
  await iam.send(new CreateGroupCommand({ GroupName: "readers" }));
  await iam.send(new AddUserToGroupCommand({ GroupName: "readers", UserName: "kim" }));
  await iam.send(new PutUserPolicyCommand({ UserName: "kim", PolicyName: "Own", PolicyDocument: document }));
  await iam.send(new TagUserCommand({ UserName: "kim", Tags: [{ Key: "team", Value: "platform" }] }));
  const few = { Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: ["iam:GetUser", "iam:ListUserTags", "iam:ListAttachedUserPolicies"], Resource: "*" }] };
  await iam.send(new PutUserPolicyCommand({ UserName: "lia", PolicyName: "Few", PolicyDocument: JSON.stringify(few) }));
});
afterAll(async () => {
  await browser.close();
  await server.stop();
});

test("a user is copied with everything that belongs to it", async () => {
  const page = await (await fresh(browser, { permissions: ["clipboard-read", "clipboard-write"] })).newPage();
  await signIn(page, server.console, DEV, "ana");
  await page.getByRole("heading", { name: "IAM Dashboard" }).waitFor();
  await open(page, "iam/users/kim");
  await page.getByRole("button", { name: "Copy as" }).click();
  await page.getByRole("menuitem", { name: "AWS CLI" }).click();
  await page.getByText("Copied as AWS CLI.").waitFor();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(
    [
      `aws iam create-user \\\n  --user-name kim \\\n  --tags '[{"Key":"team","Value":"platform"}]'`,
      "aws iam add-user-to-group \\\n  --group-name readers \\\n  --user-name kim",
      `aws iam put-user-policy \\\n  --user-name kim \\\n  --policy-name Own \\\n  --policy-document '${document}'`,
    ].join("\n"),
  );
  await page.getByRole("button", { name: "Copy as" }).click();
  await page.getByRole("menuitem", { name: "Python (boto3)" }).click();
  await page.getByText("Copied as Python (boto3).").waitFor();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toContain('iam.add_user_to_group(\n    GroupName="readers",\n    UserName="kim",\n)');
});

test("what may not be read is not left out silently", async () => {
  const page = await (await fresh(browser, { permissions: ["clipboard-read", "clipboard-write"] })).newPage();
  await signIn(page, server.console, DEV, "lia");
  await page.getByRole("heading", { name: "IAM Dashboard" }).waitFor();
  await open(page, "iam/users/kim");
  await page.getByRole("button", { name: "Copy as" }).click();
  await page.getByRole("menuitem", { name: "Terraform" }).click();
  await page.getByText("Not copied: access denied to iam:ListGroupsForUser.").waitFor();
});
