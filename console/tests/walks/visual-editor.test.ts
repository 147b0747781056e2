import { CreatePolicyCommand, CreateRoleCommand, GetPolicyCommand, GetPolicyVersionCommand, GetRoleCommand, GetUserPolicyCommand, PutUserPolicyCommand } from "@aws-sdk/client-iam";
import { CreateAccountCommand, CreateOrganizationCommand, ListAccountsCommand } from "@aws-sdk/client-organizations";
import { CreateBucketCommand } from "@aws-sdk/client-s3";
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
  const trust = JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", Principal: { AWS: DEV }, Action: "sts:AssumeRole" }] });
  await server.iam(DEV).send(new CreateRoleCommand({ RoleName: "Deploy", AssumeRolePolicyDocument: trust }));
  await server.s3(DEV).send(new CreateBucketCommand({ Bucket: "reports-of-walks" }));
  const organizations = server.organizations(DEV);
  await organizations.send(new CreateOrganizationCommand({ FeatureSet: "ALL" }));
  await organizations.send(new CreateAccountCommand({ AccountName: "Staging", Email: "staging@example.com" }));
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
  await page.getByRole("button", { name: new RegExp(`^${label} `) }).click();
  await page.getByRole("option", { name: option }).first().click();
}

test("a policy is made with blocks alone: service, actions, ARN, condition, a second statement", async () => {
  await open(page, "iam/policies/create");
  const first = page.getByRole("region", { name: "Statement 1", exact: true });
  await first.waitFor();
  await page.getByLabel("Service of statement 1").click();
  await page.keyboard.type("s3");
  await page.getByRole("option", { name: /\bs3$/ }).click();
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
  await choose("Resource type", /^s3: object/);
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
  await page.getByRole("region", { name: "NotPrincipal of statement 2" }).waitFor();
  expect(await serious(page)).toEqual([]);
  await page.getByRole("button", { name: "Edit in JSON: NotPrincipal of statement 2" }).click();
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

/** Writes a policy, and leaves the cursor between its two parts. */
async function writeAround(label: string, before: string, after: string): Promise<void> {
  await writePolicy(page, label, before + after);
  for (let step = 0; step < after.length; step += 1) await page.keyboard.press("ArrowLeft");
}

test("accounts of the organization and roles that exist are offered as principals", async () => {
  const { Accounts } = await server.organizations(DEV).send(new ListAccountsCommand({}));
  const staging = Accounts?.find(({ Name }) => Name === "Staging")?.Id ?? "";
  await open(page, "iam/roles/Deploy/trust-policy");
  await writeAround("Trust policy", '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"', '"},"Action":"sts:AssumeRole"}]}');
  await page.keyboard.press("Control+Space");
  await page.getByRole("option", { name: `arn:aws:iam::${DEV}:role/Deploy` }).waitFor();
  await page.getByRole("option", { name: `arn:aws:iam::${staging}:root` }).click();
  await page.getByRole("button", { name: "Update policy" }).click();
  await page.getByText("Trust policy updated.").waitFor();
  const { Role } = await server.iam(DEV).send(new GetRoleCommand({ RoleName: "Deploy" }));
  expect(decodeURIComponent(Role?.AssumeRolePolicyDocument ?? "")).toContain(`"AWS":"arn:aws:iam::${staging}:root"`);
});

test("a list that is denied leaves the others: buckets are offered to someone who may not list roles", async () => {
  const iam = server.iam(DEV);
  await person(iam, "lia");
  const allow = { Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: ["rolecall:*", "s3:ListAllMyBuckets", "iam:PutUserPolicy", "iam:GetUserPolicy"], Resource: "*" }] };
  await iam.send(new PutUserPolicyCommand({ UserName: "lia", PolicyName: "Few", PolicyDocument: JSON.stringify(allow) }));
  page = await (await fresh(browser)).newPage();
  await signIn(page, server.console, DEV, "lia");
  await page.getByRole("heading", { name: "IAM Dashboard" }).waitFor();
  await open(page, "iam/users/kim/inline-policy");
  await writePolicy(page, "Policy", '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["s3:GetObject","iam:PassRole"],"Resource":["x"]}]}');
  await page.getByRole("tab", { name: "Visual", exact: true }).click();
  const arn = page.getByRole("combobox", { name: "Resource 1 of statement 1" });
  await arn.fill("reports");
  await page.getByRole("option", { name: "arn:aws:s3:::reports-of-walks/*" }).click();
  await page.getByLabel("Policy name").fill("Offered");
  await page.getByRole("button", { name: "Create policy" }).click();
  await page.getByText("Policy Offered created.").waitFor();
  const { PolicyDocument } = await iam.send(new GetUserPolicyCommand({ UserName: "kim", PolicyName: "Offered" }));
  expect(decodeURIComponent(PolicyDocument ?? "")).toContain('"Resource":["arn:aws:s3:::reports-of-walks/*"]');
});
