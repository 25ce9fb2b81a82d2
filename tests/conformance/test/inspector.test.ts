import type { Browser, Page } from "playwright-core";
import { beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { isLeftOut, launchBrowser, openTab } from "../src/browser.ts";
import { type Inspector, startInspector } from "../src/inspector.ts";
import { type Dev, startDev } from "../src/program.ts";
import { startAll } from "../src/start-all.ts";

const look = { javaScript: true, device: "desktop", colors: "light" } as const;
const received = z.object({ requests: z.array(z.object({ number: z.number() })) });

describe.skipIf(isLeftOut())("the official MCP Inspector", () => {
  let dev: Dev;
  let inspector: Inspector;
  let page: Page;

  beforeAll(
    startAll(async (stack) => {
      dev = stack.use(await startDev());
      inspector = stack.use(await startInspector(dev.mcpUrl));
      const browser: Browser = stack.use(await launchBrowser());
      ({ page } = stack.use(await openTab(browser, look)));
    }),
  );

  /** The answer takes the place of the button, until it is closed. */
  async function execute(): Promise<void> {
    await page.getByRole("button", { name: "Execute Tool" }).click();
    await page.getByText('"demo:read"').waitFor();
  }

  it("[mcp:D2 mcp:H2 mcp:R7] registers, sends its person to sign in and consent, and calls a tool", async () => {
    await page.goto(inspector.url);
    await page.getByRole("switch", { name: /^Connect or disconnect/ }).click({ force: true });
    await page.waitForURL((url) => url.href.startsWith(dev.issuer));
    await page.getByRole("button", { name: "Alice" }).click();
    await page.getByRole("button", { name: "Allow" }).click();
    await page.waitForURL((url) => url.href === `${new URL(inspector.url).origin}/`);
    await page.getByText("Connected", { exact: true }).waitFor();
    await page.getByText("Tools", { exact: true }).first().click();
    await page.getByText("whoami", { exact: true }).first().click();
    await execute();
    expect(await page.getByText('"client_id"').isVisible()).toBe(true);
  });

  it("[mcp:F1] renews a token that has expired, and its person notices nothing", async () => {
    await dev.control.mutate("faults.set", { fault: "expire_now" });
    const { requests } = received.parse(await dev.control.query("requests.list"));
    const after = requests.at(-1)?.number ?? 0;
    await page.getByText("Results", { exact: true }).locator("..").getByRole("button").first().click();
    await execute();
    const renewal = { route: "token", parameters: { grant_type: "refresh_token" }, status: 200 };
    expect(await dev.control.query("requests.wait", { route: "token", after, seconds: 1 })).toMatchObject(renewal);
    expect(new URL(page.url()).origin).toBe(new URL(inspector.url).origin);
  });
});
