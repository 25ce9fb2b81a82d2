import type { Browser } from "puppeteer-core";
import { beforeAll, describe, expect, it } from "vitest";
import { isLeftOut, launchFirefox, openTab, press, signIn, textOn } from "../src/firefox.ts";
import { type Dev, startDev } from "../src/program.ts";
import { type RedirectTarget, startRedirectTarget } from "../src/redirect-target.ts";
import { type SchemeHop, startSchemeHop } from "../src/scheme-hop.ts";
import { startAll } from "../src/start-all.ts";
import { authorizationUrl, redeem, register, state, type Wish } from "../src/walk.ts";

const privateScheme = "cursor://anysphere.cursor-mcp/oauth/callback";

describe.skipIf(isLeftOut()).each([{ javaScript: false }, { javaScript: true }])(
  "a person at Firefox (script on: $javaScript)",
  ({ javaScript }) => {
    let dev: Dev;
    let browser: Browser;
    let target: RedirectTarget;
    let hop: SchemeHop;
    let clientId: string;

    beforeAll(
      startAll(async (stack) => {
        dev = stack.use(await startDev());
        target = stack.use(await startRedirectTarget());
        hop = stack.use(await startSchemeHop(privateScheme));
        clientId = await register(dev.issuer, "Notes", [target.named, hop.redirectUri, privateScheme]);
        browser = stack.use(await launchFirefox({ javaScript }));
      }),
    );

    async function allow(redirectUri: string) {
      const wanted: Wish = { clientId, redirectUri, scope: "openid profile" };
      const page = await openTab(browser);
      await page.goto(authorizationUrl(dev.issuer, wanted));
      await signIn(page, dev.account);
      await press(page, "button[value=allow]");
      return { page, wanted };
    }

    it("[mcp:A11 mcp:5.8] signs in, consents and lands at a client on this computer", async () => {
      const { page, wanted } = await allow(target.named);
      await expect.poll(() => textOn(page), { timeout: 15_000 }).toContain("Signed in.");
      // The other tests here say nothing about script unless this one knows.
      expect((await textOn(page)).includes("Without script.")).toBe(!javaScript);
      expect(target.arrived.map(({ searchParams }) => searchParams.get("state"))).toEqual([state]);
      const code = target.arrived[0]?.searchParams.get("code") ?? "";
      expect(await redeem(dev.issuer, wanted, code)).toMatchObject({ scope: "openid profile" });
    });

    it("[mcp:A11 mcp:U4 mcp:5.9] keeps the address of an application that does not open", async () => {
      const { page } = await allow(privateScheme);
      const address = await page.evaluate("document.querySelector('#address').value");
      expect(address).toContain(`${privateScheme}?code=sp_ac_`);
      expect(new URL(page.url()).origin).toBe(new URL(dev.issuer).origin);
    });

    it("[mcp:A11 mcp:5.8] reaches a client whose https address goes on to its own scheme", async () => {
      const { wanted } = await allow(hop.redirectUri);
      await expect.poll(() => hop.arrived.length, { timeout: 15_000 }).toBe(1);
      const code = hop.arrived[0]?.searchParams.get("code") ?? "";
      expect(await redeem(dev.issuer, wanted, code)).toMatchObject({ scope: "openid profile" });
    });
  },
);
