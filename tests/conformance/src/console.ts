import type { Browser, Page } from "playwright-core";
import { type Look, openTab, type Tab } from "./browser.ts";
import type { Account } from "./browser-person.ts";

/** A tab in which an administrator is signed in to the console. */
export interface ConsoleTab extends Tab {
  /** Goes to one of its pages and waits for its heading. */
  visit(path: string, heading: string): Promise<void>;
}

interface Door {
  readonly adminUrl: string;
  readonly owner: Account;
}

export async function openConsole(browser: Browser, { adminUrl, owner }: Door, look: Look): Promise<ConsoleTab> {
  const tab = await openTab(browser, look);
  const { page } = tab;
  await page.goto(adminUrl);
  await signInToConsole(page, owner);
  await expectHeading(page, "Overview");
  return {
    ...tab,
    async visit(path, heading) {
      await page.goto(adminUrl + path);
      await expectHeading(page, heading);
    },
  };
}

export async function signInToConsole(page: Page, { email, password }: Account): Promise<void> {
  await page.getByLabel("Email").fill(email);
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
}

/** The page is there, and what it shows has come. */
export async function expectHeading(page: Page, name: string): Promise<void> {
  await page.getByRole("heading", { level: 1, name }).waitFor();
  await page.getByText("Loading").first().waitFor({ state: "hidden" });
}

/** Answers the question before the page, and waits until it is gone: as long as it is open, roles see nothing behind it. */
export async function confirm(page: Page, action: string): Promise<void> {
  const question = page.getByRole("alertdialog");
  await question.getByRole("button", { name: action }).click();
  await question.waitFor({ state: "hidden" });
}
