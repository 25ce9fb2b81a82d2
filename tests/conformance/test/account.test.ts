import { fileURLToPath } from "node:url";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { barriersOn } from "../src/accessibility.ts";
import { isLeftOut, launchBrowser, type Look, openTab, type Tab, takePicture } from "../src/browser.ts";
import { type Dev, startDev } from "../src/program.ts";
import { type RedirectTarget, startRedirectTarget } from "../src/redirect-target.ts";
import { authorizationUrl, redeem, register, signIn, type Wish } from "../src/walk.ts";

const withoutScript: Look = { javaScript: false, device: "desktop", colors: "light" };
const looks: readonly Look[] = [
  { javaScript: true, device: "desktop", colors: "light" },
  { javaScript: true, device: "desktop", colors: "dark" },
  { javaScript: true, device: "phone", colors: "dark" },
  { javaScript: true, device: "phone", colors: "light" },
];
/** Pictures are taken on request only, and one is part of the documentation. */
const images =
  process.env["UPDATE_IMAGES"] === "1" ? fileURLToPath(new URL("../../../docs/images/", import.meta.url)) : undefined;
const clientName = "Notes for your team";

describe.skipIf(isLeftOut())("a person at their account page", () => {
  let dev: Dev;
  let browser: Browser;
  let target: RedirectTarget;

  beforeAll(async () => {
    [dev, browser, target] = await Promise.all([startDev(), launchBrowser(), startRedirectTarget()]);
  });
  afterAll(async () => {
    await browser?.close();
    await target?.[Symbol.asyncDispose]();
    await dev?.[Symbol.asyncDispose]();
  });

  const accountUrl = () => `${dev.issuer}/account`;

  /** Allows a new client what it asks for. @returns the access token that its code bought */
  async function allow(page: Page, account = dev.account): Promise<string> {
    const clientId = await register(dev.issuer, clientName, [target.named]);
    const wish: Wish = { clientId, redirectUri: target.named, scope: "openid profile demo:read" };
    await page.goto(authorizationUrl(dev.issuer, wish));
    if ((await page.getByLabel("Password").count()) > 0) await signIn(page, account);
    await page.getByRole("button", { name: "Allow" }).click();
    await page.waitForURL((url) => url.href.startsWith(target.named));
    const code = new URL(page.url()).searchParams.get("code") ?? "";
    return (await redeem(dev.issuer, wish, code)).access_token;
  }

  function expectQuiet({ requested, complaints }: Tab): void {
    expect(complaints).toEqual([]);
    const known = [dev.issuer, target.named].map((url) => new URL(url).origin);
    expect(requested.filter((url) => !url.startsWith("data:") && !known.includes(new URL(url).origin))).toEqual([]);
  }

  for (const look of looks) {
    it(`lets everybody use its pages, whatever their senses and tools (${look.device}, ${look.colors})`, async () => {
      await using tab = await openTab(browser, look);
      const { page } = tab;
      const show = async (name: string): Promise<void> => {
        expect({ name, barriers: await barriersOn(page) }).toEqual({ name, barriers: [] });
        expect(await page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")).toBe(true);
        if (name === "account" && look === looks[0] && images !== undefined)
          await takePicture(page, `${images}account-desktop-light.png`);
      };
      await page.goto(dev.issuer);
      await page.getByRole("link", { name: "Manage your account" }).click();
      await show("account-sign-in");
      await signIn(page, dev.account);
      await show("account-empty");
      await allow(page);
      await page.goto(accountUrl());
      await show("account");
      await page.getByRole("link", { name: "Revoke access" }).first().click();
      await show("account-revoke");
      await page.goto(`${accountUrl()}/other-sessions`);
      await show("account-other-sessions");
      await page.goto(`${accountUrl()}/password`);
      await show("account-password");
      expectQuiet(tab);
    }, 60_000);
  }

  it("[seed:S68 seed:S69 asvs:10.7.3] takes the access of an application back, without script", async () => {
    await using tab = await openTab(browser, withoutScript);
    const { page } = tab;
    const token = await allow(page, dev.other);
    await page.goto(accountUrl());
    const card = page.getByRole("listitem").filter({ hasText: clientName }).first();
    expect(await card.innerText()).toContain("See who you are in the demo");
    expect(await statusOf(token)).toBe(200);
    await card.getByRole("link", { name: "Revoke access" }).click();
    await page.getByText("can no longer access your account").waitFor();
    await page.getByRole("link", { name: "Cancel" }).click();
    await page.getByRole("link", { name: "Revoke access" }).click();
    await page.getByRole("button", { name: "Revoke access" }).click();
    await page.getByRole("status").getByText("Access was revoked.").waitFor();
    expect(await page.getByText(clientName).count()).toBe(0);
    expect(await statusOf(token)).toBe(401);
    expectQuiet(tab);
  });

  it("[seed:D157 asvs:7.5.2] ends sessions elsewhere and changes the password, without script", async () => {
    await using tab = await openTab(browser, withoutScript);
    await using elsewhere = await openTab(browser, { ...withoutScript, device: "phone" });
    const { page } = tab;
    for (const one of [page, elsewhere.page]) {
      await one.goto(accountUrl());
      await signIn(one, dev.other);
      await one.getByRole("heading", { name: "Your account", exact: true }).waitFor();
    }
    await page.reload();
    await page.getByText("this browser").waitFor();
    await page.getByRole("link", { name: "Sign out of this session" }).first().click();
    await page.getByLabel("Current password").fill("not the password");
    await page.getByRole("button", { name: "Sign out", exact: true }).click();
    await page.getByRole("alert").waitFor();
    await page.getByLabel("Current password").fill(dev.other.password);
    await page.getByRole("button", { name: "Sign out", exact: true }).click();
    await page.getByRole("status").waitFor();
    await elsewhere.page.reload();
    await elsewhere.page.getByRole("heading", { name: "Sign in" }).waitFor();

    const next = "another password 9";
    await page.getByRole("link", { name: "Change your password" }).click();
    await page.getByLabel("Current password").fill(dev.other.password);
    await page.getByLabel("New password", { exact: true }).fill(next);
    await page.getByLabel("Confirm new password").fill(next);
    await page.getByRole("button", { name: "Change password" }).click();
    await page.getByRole("status").getByText("Your password was changed.").waitFor();
    await signIn(elsewhere.page, { ...dev.other, password: next });
    await elsewhere.page.getByRole("heading", { name: "Your account", exact: true }).waitFor();
    await elsewhere.page.getByRole("button", { name: "Sign out" }).click();
    await elsewhere.page.getByRole("heading", { name: "Sign in" }).waitFor();
    expectQuiet(tab);
    expectQuiet(elsewhere);
  });

  /** Whether the server still takes the token, asked where it is asked itself. */
  async function statusOf(token: string): Promise<number> {
    const headers = { authorization: `Bearer ${token}` };
    return (await fetch(`${dev.issuer}/oauth/provider/userinfo`, { headers })).status;
  }
});
