import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { barriersOn } from "../src/accessibility.ts";
import { isLeftOut, launchBrowser, type Look, openTab } from "../src/browser.ts";
import { type Child, startChild } from "../src/child.ts";
import { program } from "../src/program.ts";

const looks: readonly Look[] = (["desktop", "phone"] as const).flatMap((device) =>
  (["light", "dark"] as const).map((colors) => ({ javaScript: true, device, colors })),
);
const paths = ["/", "/tutorials/clients", "/reference/settings", "/errors/resource"];

describe("the documentation that the program serves", () => {
  let child: Child;
  let url: string;

  beforeAll(async () => {
    child = startChild(program("docs", "--port", "0", "--json"));
    ({ url } = z.object({ url: z.url() }).parse(JSON.parse(await child.line((line) => line))));
  });
  afterAll(() => child?.stop());

  it("has the settings of this program, and a page for what is not there", async () => {
    expect(await (await fetch(`${url}/reference/settings`)).text()).toContain("SALLYPORT_ISSUER");
    const missing = await fetch(`${url}/nothing`);
    expect([missing.status, missing.headers.get("content-type")]).toEqual([404, "text/html; charset=utf-8"]);
  });

  describe.skipIf(isLeftOut())("in a browser", () => {
    let browser: Browser;
    beforeAll(async () => {
      browser = await launchBrowser();
    });
    afterAll(() => browser?.close());

    for (const look of looks) {
      it(`is for everybody, asks nobody else for anything and fits (${look.device}, ${look.colors})`, async () => {
        await using tab = await openTab(browser, look);
        const { page, requested, complaints } = tab;
        for (const path of paths) {
          await page.goto(url + path, { waitUntil: "networkidle" });
          expect({ path, barriers: await barriersOn(page) }).toEqual({ path, barriers: [] });
          expect(await page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")).toBe(true);
        }
        expect(complaints).toEqual([]);
        expect(requested.filter((one) => !one.startsWith("data:") && new URL(one).origin !== url)).toEqual([]);
      });
    }

    it("is searched without asking anybody else", async () => {
      await using tab = await openTab(browser, { javaScript: true, device: "desktop", colors: "light" });
      const { page, requested, complaints } = tab;
      await page.goto(url);
      const box = page.getByRole("searchbox");
      // The key does nothing until the page's script is there.
      await expect
        .poll(() => page.keyboard.press("Control+k").then(() => box.isVisible()), { timeout: 15_000 })
        .toBe(true);
      await box.fill("redirect_uri_mismatch");
      await page.getByRole("option").first().click();
      await page.waitForURL("**/errors/*");
      expect(complaints).toEqual([]);
      expect(requested.filter((one) => !one.startsWith("data:") && new URL(one).origin !== url)).toEqual([]);
    });
  });
});
