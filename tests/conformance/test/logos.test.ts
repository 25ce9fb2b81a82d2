import type { Browser, Page } from "playwright-core";
import { beforeAll, describe, expect, it } from "vitest";
import { barriersOn } from "../src/accessibility.ts";
import { type ClientHarness, startClientHarness } from "../src/client-harness.ts";
import { isLeftOut, launchBrowser, type Look, openTab } from "../src/browser.ts";
import { ring } from "../src/ring.ts";
import { startAll } from "../src/start-all.ts";
import { authorizationUrl, signIn } from "../src/walk.ts";

const redirectUri = "https://client.example/callback";
const looks: readonly Look[] = [
  { javaScript: true, device: "desktop", colors: "light" },
  { javaScript: false, device: "desktop", colors: "dark" },
  { javaScript: true, device: "phone", colors: "dark" },
  { javaScript: false, device: "phone", colors: "light" },
];

describe.skipIf(isLeftOut())("a browser at the pages of a client with a logo", () => {
  let harness: ClientHarness;
  let browser: Browser;
  let clientId: string;

  beforeAll(
    startAll(async (stack) => {
      harness = stack.use(await startClientHarness());
      browser = stack.use(await launchBrowser());
      const logoUri = harness.documents.publishImage("https://client.example/logo.png", ring());
      clientId = publish("https://client.example/client.json", logoUri);
    }),
  );

  function publish(url: string, logoUri: string): string {
    return harness.documents.publish(url, (address) => ({
      client_id: address,
      client_name: "Notes for your team",
      redirect_uris: [redirectUri],
      token_endpoint_auth_method: "none",
      logo_uri: logoUri,
    }));
  }

  async function open(page: Page, id: string): Promise<void> {
    await page.goto(authorizationUrl(harness.issuer, { clientId: id, redirectUri, scope: "openid" }));
  }

  async function boxesOf(page: Page): Promise<unknown> {
    return await Promise.all([page.locator(".mark").boundingBox(), page.locator("h1").boundingBox()]);
  }

  /** Nobody waits for a logo: the pages before it is there are without. */
  async function reloadUntilShown(page: Page): Promise<void> {
    while ((await page.locator("img.mark").count()) === 0) await page.reload();
  }

  async function expectShown(page: Page, { javaScript }: Look): Promise<void> {
    const logo = page.locator("img.mark");
    await page.waitForLoadState();
    expect(await logo.getAttribute("alt")).toBe("");
    expect(await logo.evaluate((image) => "naturalWidth" in image && image.naturalWidth)).toBe(128);
    if (javaScript) expect(await barriersOn(page)).toEqual([]);
  }

  for (const look of looks) {
    const { device, colors } = look;
    it(`[attack:A160 mcp:C15] shows it from our server alone, where a letter was before (${device}, ${colors})`, async () => {
      await using tab = await openTab(browser, look);
      const { page, requested, complaints } = tab;
      const without = publish(`https://client.example/${device}-${colors}.json`, `${clientId}/none`);
      await open(page, without);
      expect(await page.locator(".mark").textContent()).toBe("N");
      const before = await boxesOf(page);

      await open(page, clientId);
      await reloadUntilShown(page);
      expect(await boxesOf(page)).toEqual(before);
      await expectShown(page, look);
      const src = (await page.locator("img.mark").getAttribute("src")) ?? "";
      const picture = await tab.context.request.get(new URL(src, harness.issuer).href);
      expect(picture.headers()["content-type"]).toBe("image/png");
      expect((await picture.body()).includes("script")).toBe(false);

      await signIn(page, harness.account);
      await page.getByRole("button", { name: "Allow" }).waitFor();
      await expectShown(page, look);

      const origins = requested.filter((url) => !url.startsWith("data:")).map((url) => new URL(url).origin);
      expect(new Set(origins)).toEqual(new Set([new URL(harness.issuer).origin]));
      expect(complaints).toEqual([]);
      expect(harness.documents.asked.filter((path) => path === "/logo.png")).toHaveLength(1);
    });
  }
});
