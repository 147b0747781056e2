import { expect, test } from "vitest";
import { serious } from "../kit/axe";
import { accountButton, fresh, open, settled, signedIn, signIn } from "../kit/browser";
import { company, pages } from "../kit/company";
import { ADMIN, person } from "../kit/people";
import { DEV } from "../kit/server";

const here = company();

for (const colorScheme of ["light", "dark"] as const) {
  test(`every page is there, and axe finds nothing serious: ${colorScheme}`, { timeout: 300_000 }, async () => {
    const { server, browser, root } = here();
    const { page, errors } = await signedIn(browser, server.console, DEV, "ana", { colorScheme });
    const found: string[] = [];
    for (const [address, heading] of pages(root)) {
      await open(page, address);
      await page.getByRole("heading", { name: heading, level: 1 }).waitFor();
      await settled(page);
      for (const violation of await serious(page)) found.push(`${address}: ${violation}`);
      expect(await page.getByRole("heading", { level: 1 }).count(), `headings of ${address}`).toBe(1);
    }
    await accountButton(page).click();
    for (const violation of await serious(page)) found.push(`account menu: ${violation}`);
    expect(found).toEqual([]);
    expect(errors).toEqual([]);
  });
}

test("pages outside of a session: axe finds nothing serious", async () => {
  const { server, browser } = here();
  const page = await (await fresh(browser)).newPage();
  for (const address of ["/sign-in", "/first-start?token=x"]) {
    await page.goto(`${server.console}${address}`);
    await page.getByRole("heading", { level: 1 }).waitFor();
    expect(await serious(page)).toEqual([]);
  }
  await signIn(page, server.console, DEV, "kim");
  await page.getByLabel("MFA code").waitFor();
  expect(await serious(page)).toEqual([]);
});

test("the first load is small", async () => {
  const { server, browser } = here();
  const { page } = await signedIn(browser, server.console, DEV, "ana", { viewport: { width: 375, height: 800 } });
  await page.reload();
  await page.getByRole("heading", { name: "IAM Dashboard" }).waitFor();
  const sent = await page.evaluate(() =>
    performance
      .getEntriesByType("resource")
      .filter((entry): entry is PerformanceResourceTiming => entry.name.endsWith(".js"))
      .reduce((sum, entry) => sum + entry.encodedBodySize, 0),
  );
  expect(sent).toBeGreaterThan(50_000);
  expect(sent).toBeLessThan(500_000);
});

test("sign-in, account menu and a deletion work by keyboard alone", async () => {
  const { server, browser } = here();
  await person(server.iam(DEV), "keyboard", [ADMIN]);
  const page = await (await fresh(browser)).newPage();
  await page.goto(`${server.console}/sign-in`);
  await page.getByLabel("Account ID or alias").waitFor();
  const keys = page.keyboard;
  await keys.type(DEV);
  await keys.press("Tab");
  await keys.press("Tab");
  await keys.type("keyboard");
  await keys.press("Tab");
  await keys.type("Correct-horse-7-battery");
  await keys.press("Enter");
  await page.getByRole("heading", { name: "IAM Dashboard" }).waitFor();

  const button = accountButton(page);
  await button.focus();
  await keys.press("Enter");
  await page.getByRole("button", { name: "Sign out" }).first().waitFor();
  await keys.press("Tab");
  expect(await page.evaluate(() => document.activeElement?.closest(".account-menu") !== null)).toBe(true);
  await keys.press("Escape");
  await page.getByRole("button", { name: "Sign out" }).first().waitFor({ state: "hidden" });
  expect(await button.evaluate((element) => element === document.activeElement)).toBe(true);

  await open(page, "iam/groups/readers");
  const remove = page.getByRole("button", { name: "Delete", exact: true });
  await remove.focus();
  await keys.press("Enter");
  await page.getByRole("dialog").waitFor();
  await keys.type("readers");
  await keys.press("Enter");
  await page.getByText("User group readers deleted.").waitFor();
});
