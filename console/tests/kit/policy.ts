import type { Page } from "playwright-core";

/** Replaces what is in a policy editor, as JSON. */
export async function writePolicy(page: Page, label: string, document: string): Promise<void> {
  const editor = page.getByRole("textbox", { name: label, exact: true });
  const json = page.getByRole("tab", { name: "JSON", exact: true });
  await editor.or(json).first().waitFor();
  if ((await json.count()) > 0) await json.click();
  await editor.click();
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.insertText(document);
}
