import { CreatePolicyCommand, GetPolicyCommand, GetPolicyVersionCommand, GetUserPolicyCommand, PutUserPolicyCommand } from "@aws-sdk/client-iam";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { serious } from "../kit/axe";
import { fresh, launch, open, signIn, watch } from "../kit/browser";
import { ADMIN, person } from "../kit/people";
import { writePolicy } from "../kit/policy";
import { DEV, Server } from "../kit/server";

let server: Server;
let browser: Browser;
let page: Page;
let errors: string[];

beforeAll(async () => {
  [server, browser] = await Promise.all([Server.start(), launch()]);
  await person(server.iam(DEV), "ana", [ADMIN]);
  await person(server.iam(DEV), "kim");
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

function arnOf(policy: string): string {
  return `arn:aws:iam::${DEV}:policy/${policy}`;
}

async function documentOf(policy: string): Promise<string> {
  const iam = server.iam(DEV);
  const { Policy } = await iam.send(new GetPolicyCommand({ PolicyArn: arnOf(policy) }));
  const { PolicyVersion } = await iam.send(new GetPolicyVersionCommand({ PolicyArn: arnOf(policy), VersionId: Policy?.DefaultVersionId }));
  return decodeURIComponent(PolicyVersion?.Document ?? "");
}

/** Chooses from a list of Cloudscape's that is opened by the button or box of this label. */
async function choose(label: string, option: string | RegExp): Promise<void> {
  await page.getByLabel(label, { exact: true }).click();
  await page.getByRole("option", { name: option }).first().click();
}

test("a policy is made with blocks alone: service, actions, ARN, condition, a second statement", async () => {
  await open(page, "iam/policies/create");
  const first = page.getByRole("region", { name: "Statement 1", exact: true });
  await first.waitFor();
  await page.getByLabel("Service of statement 1").click();
  await page.getByRole("option", { name: /^S3\b|Amazon S3\b|s3$/ }).first().waitFor();
  await page.keyboard.type("s3");
  await page.getByRole("option").filter({ hasText: "s3" }).filter({ hasNotText: "s3-" }).filter({ hasNotText: /s3[a-z]/ }).first().click();
  await first.getByRole("searchbox").fill("getobj");
  await first.getByRole("checkbox", { name: "GetObject", exact: true }).check();
  await first.getByRole("searchbox").fill("");
  await first.getByRole("button", { name: /^Tagging/ }).click();
  await first.getByRole("checkbox", { name: "All Tagging actions of s3 in statement 1" }).check();
  await first.getByRole("checkbox", { name: "All Tagging actions of s3 in statement 1" }).uncheck();
  await first.getByLabel("Add actions to statement 1").fill("s3:List*");
  await page.keyboard.press("Enter");
  await first.getByRole("button", { name: "Remove s3:List* from statement 1" }).waitFor();

  await first.getByRole("button", { name: "Add ARNs to statement 1" }).click();
  const arns = page.getByRole("dialog", { name: "Add ARNs" });
  await arns.getByLabel("Resource type").click();
  await page.getByRole("option", { name: /^s3: object/ }).first().click();
  await arns.getByLabel("BucketName").fill("reports");
  expect(await arns.getByRole("button", { name: "Add ARN", exact: true }).isDisabled()).toBe(true);
  await arns.getByLabel("ObjectName").fill("*");
  expect(await arns.getByRole("combobox", { name: "Resource ARN" }).or(arns.getByRole("textbox", { name: "Resource ARN" })).inputValue()).toBe("arn:aws:s3:::reports/*");
  await arns.getByRole("button", { name: "Add ARN", exact: true }).click();

  await first.getByRole("button", { name: "Add another condition to statement 1" }).click();
  const condition = page.getByRole("dialog", { name: "Add condition" });
  await condition.getByLabel("Condition key").fill("aws:PrincipalTag/team");
  await page.keyboard.press("Escape");
  await choose("Qualifier", "For any value in a request");
  await choose("Operator", /^StringLike$/);
  await condition.getByLabel("If exists").check();
  await condition.getByLabel("Value 1").last().fill("plat*");
  await condition.getByRole("button", { name: "Add condition" }).click();

  await page.getByRole("button", { name: "Add more permissions" }).click();
  const second = page.getByRole("region", { name: "Statement 2", exact: true });
  await second.getByRole("radio", { name: "Deny" }).check();
  await second.getByLabel("Add actions to statement 2").fill("iam:*");
  await second.getByRole("button", { name: "Add the action to statement 2" }).click();
  await second.getByRole("radio", { name: "All", exact: true }).check();
  await second.getByRole("button", { name: "Move statement 2 up" }).click();
  expect(await serious(page)).toEqual([]);

  await page.getByRole("button", { name: "Next", exact: true }).click();
  await page.getByLabel("Policy name").fill("Blocks");
  await page.getByRole("button", { name: "Create policy" }).click();
  await page.getByText("Policy Blocks created.").waitFor();
  expect(JSON.parse(await documentOf("Blocks"))).toEqual({
    Version: "2012-10-17",
    Statement: [
      { Effect: "Deny", Action: ["iam:*"], Resource: "*" },
      {
        Sid: "Statement1",
        Effect: "Allow",
        Action: ["s3:GetObject", "s3:List*"],
        Resource: ["arn:aws:s3:::reports/*"],
        Condition: { "ForAnyValue:StringLikeIfExists": { "aws:PrincipalTag/team": "plat*" } },
      },
    ],
  });
});

test("blocks change what they show and nothing else, and opening them changes no byte", async () => {
  const written = `{ "Statement" : [
  {"Sid":"Keep",   "Resource":["*"], "Effect":"Deny",
   "NotAction":["iam:Get*",
                "sts:*"]},
  {"Effect":"Allow","Action":"s3:GetObject","Resource":"*"} ],
   "Version":"2012-10-17" }`;
  await open(page, "iam/users/kim/inline-policy");
  await writePolicy(page, "Policy", written);
  await page.getByRole("tab", { name: "Visual", exact: true }).click();
  await page.getByRole("heading", { name: "Statement 1: Keep" }).waitFor();
  await page.getByText("All actions except these").waitFor();
  await page.getByRole("tab", { name: "JSON", exact: true }).click();
  await page.getByLabel("Policy name").fill("AsWritten");
  await page.getByRole("button", { name: "Create policy" }).click();
  await page.getByText("Policy AsWritten created.").waitFor();
  const read = async (PolicyName: string): Promise<string> => decodeURIComponent((await server.iam(DEV).send(new GetUserPolicyCommand({ UserName: "kim", PolicyName }))).PolicyDocument ?? "");
  expect(await read("AsWritten")).toBe(written);

  await open(page, "iam/users/kim/inline-policy");
  await writePolicy(page, "Policy", written);
  await page.getByRole("tab", { name: "Visual", exact: true }).click();
  await page.getByRole("button", { name: "Remove sts:* from statement 1" }).click();
  await page.getByRole("region", { name: "Statement 2", exact: true }).getByLabel("Add actions to statement 2").fill("s3:PutObject");
  await page.keyboard.press("Enter");
  await page.getByLabel("Policy name").fill("Changed");
  await page.getByRole("button", { name: "Create policy" }).click();
  await page.getByText("Policy Changed created.").waitFor();
  expect(await read("Changed")).toBe(written.replace(',\n                "sts:*"', "").replace('"s3:GetObject"', '["s3:GetObject", "s3:PutObject"]'));
});

test("what blocks cannot show is text with a way to the JSON", async () => {
  await open(page, "iam/users/kim/inline-policy");
  await writePolicy(page, "Policy", '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Effect":"Deny"},{"Effect":"Allow","NotPrincipal":"x","Action":"s3:*","Resource":"*"}]}');
  await page.getByRole("tab", { name: "Visual", exact: true }).click();
  await page.getByText("The statement has the element Effect more than once.").waitFor();
  await page.getByRole("region", { name: "NotPrincipal of the statement 2" }).waitFor();
  expect(await serious(page)).toEqual([]);
  await page.getByRole("button", { name: "Edit NotPrincipal of the statement 2 in JSON" }).click();
  await page.getByRole("textbox", { name: "Policy", exact: true }).waitFor();
  await page.waitForFunction(() => document.activeElement?.closest(".cm-editor") !== null);
  await writePolicy(page, "Policy", '{"Version": ');
  await page.getByRole("tab", { name: "Visual", exact: true }).click();
  await page.getByText("The visual editor cannot show this policy").waitFor();
  await page.getByRole("button", { name: "Edit in JSON" }).click();
  await page.getByRole("textbox", { name: "Policy", exact: true }).waitFor();
});

test("an existing policy is changed by keyboard alone", async () => {
  const iam = server.iam(DEV);
  await iam.send(new CreatePolicyCommand({ PolicyName: "Keys", PolicyDocument: '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":"*"}]}' }));
  await iam.send(new PutUserPolicyCommand({ UserName: "kim", PolicyName: "Own", PolicyDocument: '{"Version":"2012-10-17","Statement":[]}' })).catch(() => undefined);
  await open(page, `iam/policies/${encodeURIComponent(arnOf("Keys"))}/edit`);
  const keys = page.keyboard;
  await page.getByRole("tab", { name: "JSON", exact: true }).focus();
  await keys.press("ArrowLeft");
  await page.getByRole("region", { name: "Statement 1", exact: true }).waitFor();
  await page.getByRole("radio", { name: "Allow" }).focus();
  await keys.press("ArrowRight");
  await page.getByRole("button", { name: "Clone statement 1" }).focus();
  await keys.press("Enter");
  await page.getByRole("button", { name: "Remove statement 1" }).focus();
  await keys.press("Enter");
  expect(await page.evaluate(() => document.activeElement?.textContent)).toBe("Add more permissions");
  await page.getByRole("button", { name: "Next", exact: true }).focus();
  await keys.press("Enter");
  await page.getByRole("button", { name: "Save changes" }).focus();
  await keys.press("Enter");
  await page.getByText("Policy Keys: version v2 saved and in force.").waitFor();
  expect(JSON.parse(await documentOf("Keys"))).toEqual({ Version: "2012-10-17", Statement: [{ Effect: "Deny", Action: "s3:GetObject", Resource: "*" }] });
});
