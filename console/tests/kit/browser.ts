import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core";
import { PASSWORD } from "./people";

const FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];

/** The time that a step of a walk may take on a machine that is busy. */
const STEP_MS = 30_000;

export function launch(): Promise<Browser> {
  return chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: FLAGS });
}

/** A fresh browser of a person: no cookie, no memory. Errors of the page fail the test that reads `errors`. */
export async function fresh(browser: Browser, options: Parameters<Browser["newContext"]>[0] = {}): Promise<BrowserContext> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, locale: "en-US", timezoneId: "Europe/Berlin", reducedMotion: "reduce", ...options });
  context.setDefaultTimeout(STEP_MS);
  return context;
}

/** What went wrong inside of a page: exceptions, and what the content security policy refused. */
export function watch(page: Page): string[] {
  const errors: string[] = [];
  page.on("pageerror", (error) => errors.push(error.message));
  page.on("console", (message) => {
    if (message.type() === "error" && /Content Security Policy|Uncaught|Maximum update depth/.test(message.text())) errors.push(message.text());
  });
  return errors;
}

/** Signs in as an IAM user, by the labels on the page. */
export async function signIn(page: Page, console: string, account: string, user: string, password = PASSWORD): Promise<void> {
  await page.goto(`${console}/sign-in`);
  await page.getByLabel("Account ID or alias").fill(account);
  await page.getByLabel("IAM username").fill(user);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
}

/** A page in a browser of its own, on which an IAM user has signed in, and the errors that it reports. */
export async function signedIn(browser: Browser, console: string, account: string, user: string, options: Parameters<typeof fresh>[1] = {}): Promise<{ page: Page; errors: string[] }> {
  const page = await (await fresh(browser, options)).newPage();
  const errors = watch(page);
  await signIn(page, console, account, user);
  await page.getByRole("heading", { name: "IAM Dashboard" }).waitFor();
  return { page, errors };
}

/** The account button, whose text says who acts. */
export function accountButton(page: Page) {
  return page.locator("header").getByRole("button", { name: /left|ended/ });
}

/** The part of the address that names the session: `/s/<id>`. */
export function sessionPath(page: Page): string {
  return /\/s\/[^/?]+/.exec(page.url())?.[0] ?? "";
}

/** Opens a page of the session in this tab. */
export async function open(page: Page, to: string): Promise<void> {
  const url = new URL(page.url());
  await page.goto(`${url.origin}${sessionPath(page)}/${to}`);
}

/** No row is being loaded any more. */
export async function settled(page: Page): Promise<void> {
  await page.waitForLoadState("networkidle");
  await page.waitForFunction(() => !document.querySelector("[class*='awsui_spinner']"));
}
