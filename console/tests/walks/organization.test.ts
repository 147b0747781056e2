import { AcceptHandshakeCommand, AttachPolicyCommand, CreateOrganizationalUnitCommand, CreateOrganizationCommand, CreatePolicyCommand, DetachPolicyCommand, EnablePolicyTypeCommand, InviteAccountToOrganizationCommand, ListRootsCommand, MoveAccountCommand } from "@aws-sdk/client-organizations";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { fresh, launch, open, signIn, watch } from "../kit/browser";
import { ADMIN, person } from "../kit/people";
import { DEV, PROD, Server } from "../kit/server";

let server: Server;
let browser: Browser;
let root = "";
let unit = "";

const policy = (...Statement: object[]): string => JSON.stringify({ Version: "2012-10-17", Statement });

beforeAll(async () => {
  [server, browser] = await Promise.all([Server.start(), launch()]);
  await person(server.iam(DEV), "ana", [ADMIN]);
  await person(server.iam(PROD), "owner", [ADMIN]);
  const dev = server.organizations(DEV);
  await dev.send(new CreateOrganizationCommand({ FeatureSet: "ALL" }));
  root = (await dev.send(new ListRootsCommand({}))).Roots?.[0]?.Id ?? "";
  unit = (await dev.send(new CreateOrganizationalUnitCommand({ ParentId: root, Name: "Workloads" }))).OrganizationalUnit?.Id ?? "";
  const { Handshake } = await dev.send(new InviteAccountToOrganizationCommand({ Target: { Type: "ACCOUNT", Id: PROD } }));
  await server.organizations(PROD).send(new AcceptHandshakeCommand({ HandshakeId: Handshake?.Id }));
  await dev.send(new MoveAccountCommand({ AccountId: PROD, SourceParentId: root, DestinationParentId: unit }));
  await dev.send(new EnablePolicyTypeCommand({ RootId: root, PolicyType: "SERVICE_CONTROL_POLICY" }));
  const made = async (Name: string, Content: string): Promise<string> => (await dev.send(new CreatePolicyCommand({ Type: "SERVICE_CONTROL_POLICY", Name, Description: Name, Content }))).Policy?.PolicySummary?.Id ?? "";
  const deny = await made("NoIamChanges", policy({ Sid: "NoIam", Effect: "Deny", Action: "iam:*", Resource: "*" }));
  const some = await made("Storage", policy({ Effect: "Allow", Action: ["s3:*", "sts:*", "rolecall:*"], Resource: "*" }));
  await dev.send(new AttachPolicyCommand({ PolicyId: deny, TargetId: unit }));
  await dev.send(new AttachPolicyCommand({ PolicyId: some, TargetId: PROD }));
  await dev.send(new DetachPolicyCommand({ PolicyId: "p-FullAWSAccess", TargetId: PROD }));
});
afterAll(async () => {
  await browser.close();
  await server.stop();
});

test("the effective limit of an account: level by level, as one policy, and for one action", async () => {
  const context = await fresh(browser);
  const page = await context.newPage();
  const errors = watch(page);
  await signIn(page, server.console, DEV, "ana");
  await page.getByRole("heading", { name: "IAM Dashboard" }).waitFor();
  await open(page, "organizations");
  await page.getByRole("link", { name: "prod" }).click();
  await page.getByRole("tab", { name: "Effective limits" }).click();

  const levels = page.getByRole("list", { name: "Service control policies, level by level" });
  await levels.getByText("Allows everything, except what it denies").waitFor();
  expect((await levels.textContent()) ?? "").toMatch(/^Root FullAWSAccess.*Workloads.*NoIam: iam:\* on all resources.*prod Storage.*Allows only:.*s3:\*, sts:\*, rolecall:\* on all resources/s);
  const one = page.getByRole("region", { name: "Effective limit: Service control policies" });
  expect(JSON.parse((await one.textContent()) ?? "")).toEqual({
    Version: "2012-10-17",
    Statement: [
      { Effect: "Allow", Action: ["s3:*", "sts:*", "rolecall:*"], Resource: "*" },
      { Sid: "NoIam", Effect: "Deny", Action: "iam:*", Resource: "*" },
    ],
  });
  await page.getByText("This policy type is not enabled. It limits nothing.").waitFor();
  await page.getByText(`Only the account itself can ask. Open a session in account ${PROD}`).waitFor();

  // A session in the account asks the engine itself.
  const other = await context.newPage();
  await signIn(other, server.console, PROD, "owner");
  await other.getByRole("heading", { name: "IAM Dashboard" }).waitFor();
  await page.reload();
  for (const [action, answer] of [
    ["s3:ListAllMyBuckets", "The root user may do s3:ListAllMyBuckets"],
    ["iam:ListUsers", "Not even the root user of the account may do iam:ListUsers"],
  ] as const) {
    await page.getByLabel("Action").fill(action);
    await page.getByRole("button", { name: "Ask, as owner" }).click();
    await page.getByText(answer).waitFor();
  }
  expect(errors).toEqual([]);
});

test("an organizational unit has limits too, and the management account none", async () => {
  const page = await (await fresh(browser)).newPage();
  await signIn(page, server.console, DEV, "ana");
  await page.getByRole("heading", { name: "IAM Dashboard" }).waitFor();
  await open(page, `organizations/accounts/${unit}?tab=limits`);
  await page.getByText("For an account that is directly in this place").waitFor();
  await open(page, `organizations/accounts/${DEV}?tab=limits`);
  await page.getByText("No policy limits the management account").waitFor();
});
