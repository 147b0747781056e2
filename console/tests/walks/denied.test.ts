import { expect, test } from "vitest";
import { open, settled, signedIn } from "../kit/browser";
import { company, pages } from "../kit/company";
import { DEV } from "../kit/server";

const here = company();

/** Pages that read nothing before a button is pressed. */
const READ_NOTHING = [
  "iam/users/create",
  "iam/users/kim/create-access-key",
  "iam/users/kim/assign-mfa",
  "iam/users/kim/inline-policy",
  "iam/providers/create",
  "iam/credential-report",
  "why",
  "access-report",
  "trust-map",
  "s3/create",
  "s3/buckets/reports-of-tests/upload",
  "organizations/add-account",
  "no/such/page",
];

test("every page says what is denied to a user without permissions, and why", { timeout: 300_000 }, async () => {
  const { server, browser, root } = here();
  const { page, errors } = await signedIn(browser, server.console, DEV, "nil");
  const silent: string[] = [];
  for (const [address] of pages(root)) {
    await open(page, address);
    await page.getByRole("heading", { level: 1 }).first().waitFor().catch(() => silent.push(`${address} has no heading`));
    await settled(page);
    expect(await page.getByText("This page failed").count(), address).toBe(0);
    if ((await page.getByRole("heading", { level: 1 }).count()) > 1) silent.push(`${address} has several headings`);
    const denials = await page.getByRole("main").getByText(/^Access denied/).count();
    if (denials === 0 && !READ_NOTHING.includes(address)) silent.push(address);
  }
  expect(errors).toEqual([]);
  expect(silent).toEqual([]);

  await open(page, "iam/users");
  await page.getByText("Access denied to iam:ListUsers").waitFor();
  await page.getByRole("link", { name: "Why?" }).or(page.getByRole("button", { name: "Why?" })).last().click();
  await page.getByText("Access denied to rolecall:ExplainRequest").waitFor();
});
