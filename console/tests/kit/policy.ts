import type { Page } from "playwright-core";

/** Replaces what is in a policy editor. */
export async function writePolicy(page: Page, label: string, document: string): Promise<void> {
  const editor = page.getByRole("textbox", { name: label });
  await editor.click();
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.insertText(document);
}
