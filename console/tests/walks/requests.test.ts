import { readFileSync } from "node:fs";
import { CreateAccessKeyCommand, IAMClient, ListUsersCommand, PutUserPolicyCommand } from "@aws-sdk/client-iam";
import { CreateBucketCommand, GetObjectCommand, ListObjectsV2Command } from "@aws-sdk/client-s3";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { launch, open, signedIn } from "../kit/browser";
import { ADMIN, person } from "../kit/people";
import { DEV, Server } from "../kit/server";

let server: Server;
let browser: Browser;

beforeAll(async () => {
  [server, browser] = await Promise.all([Server.start(), launch()]);
  const iam = server.iam(DEV);
  await person(iam, "ana", [ADMIN]);
  await person(iam, "zoe");
  const explain = JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: ["rolecall:ExplainRequest", "rolecall:ListRequests"], Resource: "*" }] });
  await iam.send(new PutUserPolicyCommand({ UserName: "zoe", PolicyName: "Explain", PolicyDocument: explain }));
});
afterAll(async () => {
  await browser.close();
  await server.stop();
});

test("a denied page opens the explanation of its denial", async () => {
  const { page, errors } = await signedIn(browser, server.console, DEV, "zoe");
  await open(page, "iam/users");
  await page.getByText("Access denied to iam:ListUsers").waitFor();
  await page.getByRole("link", { name: "Why?" }).or(page.getByRole("button", { name: "Why?" })).last().click();
  await page.getByRole("heading", { name: "iam:ListUsers: denied" }).waitFor();
  await page.getByRole("list", { name: "Layers of the decision" }).getByText("Identity policies").waitFor();
  expect(errors).toEqual([]);
});

test("a denial of a program is explained from its error message", async () => {
  const { page, errors } = await signedIn(browser, server.console, DEV, "ana");
  const { AccessKey } = await server.iam(DEV).send(new CreateAccessKeyCommand({ UserName: "zoe" }));
  const program = new IAMClient({ region: "us-east-1", endpoint: server.endpoint, credentials: { accessKeyId: AccessKey?.AccessKeyId ?? "", secretAccessKey: AccessKey?.SecretAccessKey ?? "" } });
  const denied: unknown = await program.send(new ListUsersCommand({})).catch((error: unknown) => error);
  const requestId = (denied as { $metadata: { requestId: string } }).$metadata.requestId;
  await open(page, "why");
  await page.getByRole("button", { name: "Explain", exact: true }).click();
  await page.getByText("There is no request ID in this text.").waitFor();
  await page.getByLabel("Request ID or error message").fill(`An error occurred (AccessDenied), request id: ${requestId}`);
  await page.getByRole("button", { name: "Explain", exact: true }).click();
  await page.getByRole("heading", { name: "iam:ListUsers: denied" }).waitFor();
  expect(errors).toEqual([]);
});

test("activity shows a denial as it happens, with its details", async () => {
  const { page, errors } = await signedIn(browser, server.console, DEV, "ana");
  await open(page, "activity?decision=denied");
  await page.getByRole("heading", { name: "Activity" }).waitFor();
  const { page: other } = await signedIn(browser, server.console, DEV, "zoe");
  await open(other, "iam/groups");
  await other.getByText("Access denied to iam:ListGroups").waitFor();
  await page.getByRole("button", { name: /Details of iam:ListGroups/ }).first().click();
  await page.getByRole("dialog").getByText(`arn:aws:iam::${DEV}:user/zoe`).first().waitFor();
  expect(errors).toEqual([]);
});

test("the live table does not show its own questions, unless asked to", async () => {
  const { page, errors } = await signedIn(browser, server.console, DEV, "ana");
  // Others ask too, and are shown.
  await open(page, "activity?principal=*user/ana");
  await page.getByRole("button", { name: /Details of / }).first().waitFor();
  const own = page.getByRole("button", { name: /Details of rolecall:ListRequests/ });
  const asked = (): Promise<unknown> => page.waitForResponse((response) => response.url().endsWith("/aws/rolecall/") && response.request().headers()["x-amz-target"]?.endsWith("ListRequests") === true);
  await asked();
  await asked();
  expect(await own.count()).toBe(0);
  await page.getByLabel("Show this page's own requests").check();
  await own.first().waitFor();
  expect(errors).toEqual([]);
});

test("an object is uploaded into a folder, downloaded and deleted", async () => {
  const s3 = server.s3(DEV);
  await s3.send(new CreateBucketCommand({ Bucket: "walk-reports" }));
  const { page, errors } = await signedIn(browser, server.console, DEV, "ana");
  await open(page, "s3");
  await page.getByRole("link", { name: "walk-reports" }).click();
  await page.getByRole("button", { name: "Create folder" }).click();
  await page.getByLabel("Folder name").fill("2026");
  await page.getByRole("dialog").getByRole("button", { name: "Create folder" }).click();
  await page.getByRole("link", { name: "2026/" }).click();
  await page.getByRole("link", { name: "Upload" }).or(page.getByRole("button", { name: "Upload" })).first().click();
  await page.locator('input[type="file"]').setInputFiles({ name: "räport 1.txt", mimeType: "text/plain", buffer: Buffer.from("forty-two") });
  await page.getByRole("button", { name: "Upload", exact: true }).click();
  await page.getByText("Upload succeeded: räport 1.txt.").waitFor();
  const { Body } = await s3.send(new GetObjectCommand({ Bucket: "walk-reports", Key: "2026/räport 1.txt" }));
  expect(await Body?.transformToString()).toBe("forty-two");

  await page.getByRole("checkbox", { name: "Select 2026/räport 1.txt" }).check();
  const file = page.waitForEvent("download");
  await page.getByRole("button", { name: "Download" }).click();
  expect(readFileSync(await (await file).path(), "utf8")).toBe("forty-two");
  await page.getByRole("button", { name: "Delete" }).click();
  await page.getByRole("dialog").getByRole("textbox").fill("delete");
  await page.getByRole("button", { name: "Delete objects" }).click();
  await page.getByText("2026/räport 1.txt deleted.").waitFor();
  const { Contents } = await s3.send(new ListObjectsV2Command({ Bucket: "walk-reports" }));
  expect(Contents?.map(({ Key }) => Key)).toEqual(["2026/"]);
  expect(errors).toEqual([]);
});
