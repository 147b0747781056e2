import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { accountButton, fresh, open, settled, signedIn, signIn, watch } from "../kit/browser";
import { company, pages } from "../kit/company";
import { DEV } from "../kit/server";

/** What stands in the bar takes the most room in an account that is marked. */
async function mark(page: Page): Promise<void> {
  await open(page, "account");
  await page.getByRole("button", { name: "Protect account" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Protect account" }).click();
  await accountButton(page).getByText("protected").waitFor();
}

const here = company();

test("a marked account fits into the bar of a telephone", async () => {
  const { server, browser } = here();
  const { page } = await signedIn(browser, server.console, DEV, "ana", { viewport: { width: 375, height: 800 } });
  await mark(page);
  const word = accountButton(page).getByText("protected");
  expect(await word.evaluate((element) => element.getBoundingClientRect().right)).toBeLessThanOrEqual(375);
  expect(await overflow(page)).toEqual([]);
  await page.getByRole("button", { name: "Remove protection" }).click();
  await page.getByRole("dialog").getByLabel("This account is protected.").fill("dev");
  await page.getByRole("dialog").getByRole("button", { name: "Remove protection" }).click();
  await page.getByText("Protection of account dev removed.").waitFor();
});

/** What reaches beyond the screen: the page as a whole, or something to press that no scrolling brings into view. */
function overflow(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const width = document.documentElement.clientWidth;
    const found: string[] = [];
    if (document.documentElement.scrollWidth > width) found.push(`the page is ${String(document.documentElement.scrollWidth)} px wide`);
    const scrolls = (element: Element | null): boolean => {
      for (let at = element; at; at = at.parentElement) {
        if (["auto", "scroll"].includes(getComputedStyle(at).overflowX) && at.scrollWidth > at.clientWidth) return true;
      }
      return false;
    };
    for (const element of document.querySelectorAll("button, a[href], input, textarea, [role=tab]")) {
      const box = element.getBoundingClientRect();
      if (!element.checkVisibility({ visibilityProperty: true, opacityProperty: true }) || box.width < 2 || box.height < 2 || scrolls(element.parentElement)) continue;
      // Off the screen as a whole: closed drawers, and what only screen readers find.
      if (box.right <= 0 || box.left >= width) continue;
      if (box.right > width + 1 || box.left < -1) found.push(`${element.tagName} "${(element.textContent || element.getAttribute("aria-label")) ?? ""}" from ${String(Math.round(box.left))} to ${String(Math.round(box.right))}`);
    }
    return found;
  });
}

// A telephone, and a window of 1,280 pixels at 200 %.
for (const width of [375, 640]) {
  test(`every page fits into ${String(width)} px`, { timeout: 300_000 }, async () => {
    const { server, browser, root } = here();
    const page = await (await fresh(browser, { viewport: { width, height: 800 } })).newPage();
    const errors = watch(page);
    const found: string[] = [];
    const look = async (address: string): Promise<void> => {
      for (const one of await overflow(page)) found.push(`${address}: ${one}`);
    };
    await page.goto(`${server.console}/sign-in`);
    await page.getByRole("heading", { level: 1 }).waitFor();
    await look("sign-in");
    await signIn(page, server.console, DEV, "ana");
    await page.getByRole("heading", { name: "IAM Dashboard" }).waitFor();
    for (const [address, heading] of pages(root)) {
      await open(page, address);
      await page.getByRole("heading", { name: heading, level: 1 }).waitFor();
      await settled(page);
      await look(address);
    }
    await accountButton(page).click();
    await page.getByRole("button", { name: "Switch role" }).waitFor();
    await look("account menu");
    await page.goto(`${server.console}/switchrole?account=${DEV}&roleName=Deploy`);
    await page.getByRole("heading", { name: "Switch Role" }).waitFor();
    await look("switchrole");
    expect(found).toEqual([]);
    expect(errors).toEqual([]);
  });
}
