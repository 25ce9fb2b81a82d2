import { type Browser, launch, type Page } from "puppeteer-core";
import { z } from "zod";
import { isMissing } from "./missing-browser.ts";
import type { Account } from "./browser-person.ts";

const deadlineMs = 15_000;
const executablePath = process.env["FIREFOX"] ?? "/usr/bin/firefox-esr";

/** Nothing but this machine: every other address leads to a proxy that is not there. */
const noNetwork = {
  "network.proxy.type": 1,
  "network.proxy.http": "127.0.0.1",
  "network.proxy.http_port": 1,
  "network.proxy.ssl": "127.0.0.1",
  "network.proxy.ssl_port": 1,
};

export function isLeftOut(): boolean {
  return isMissing("FIREFOX", executablePath);
}

/** A stock Firefox. It knows no switch for one page, so script is on or off for all of it. */
export async function launchFirefox({ javaScript }: { javaScript: boolean }): Promise<Browser> {
  return await launch({
    browser: "firefox",
    executablePath,
    acceptInsecureCerts: true,
    extraPrefsFirefox: { ...noNetwork, "javascript.enabled": javaScript },
  });
}

/** A tab with no cookies yet. */
export async function openTab(browser: Browser): Promise<Page> {
  const context = await browser.createBrowserContext();
  const page = await context.newPage();
  page.setDefaultTimeout(deadlineMs);
  return page;
}

/** What somebody reads there. */
export async function textOn(page: Page): Promise<string> {
  return z.string().parse(await page.evaluate("document.body.innerText"));
}

export async function signIn(page: Page, { email, password }: Account): Promise<void> {
  await click(page, "input[name=email]");
  await page.keyboard.type(email);
  await click(page, "input[name=password]");
  await page.keyboard.type(password);
  await press(page, "button[type=submit]");
}

/** Presses a button, and waits for the page that it leads to. */
export async function press(page: Page, selector: string): Promise<void> {
  await Promise.all([page.waitForNavigation(), click(page, selector)]);
}

const place = z.tuple([z.number(), z.number()]);

/**
 * Clicks with the mouse. The library's own way waits for callbacks of the page, and where script is off
 * they never come.
 */
async function click(page: Page, selector: string): Promise<void> {
  const [x, y] = place.parse(
    await page.evaluate(`{
      const element = document.querySelector(${JSON.stringify(selector)});
      element.scrollIntoView({ block: "center" });
      const { x, y, width, height } = element.getBoundingClientRect();
      [x + width / 2, y + height / 2];
    }`),
  );
  await page.mouse.click(x, y);
}
