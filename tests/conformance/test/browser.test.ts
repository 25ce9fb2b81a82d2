import { fileURLToPath } from "node:url";
import type { Browser } from "playwright-core";
import { beforeAll, describe, expect, it } from "vitest";
import { barriersOn } from "../src/accessibility.ts";
import { isLeftOut, launchBrowser, type Look, openTab, type Tab, takePicture } from "../src/browser.ts";
import { type Dev, startDev } from "../src/program.ts";
import { type RedirectTarget, startRedirectTarget } from "../src/redirect-target.ts";
import { startSchemeHop } from "../src/scheme-hop.ts";
import { startAll } from "../src/start-all.ts";
import { authorizationUrl, redeem, register, signIn, state, type Wish } from "../src/walk.ts";

const desktop: Look = { javaScript: true, device: "desktop", colors: "light" };
const looks: readonly Look[] = [
  desktop,
  { javaScript: false, device: "desktop", colors: "dark" },
  { javaScript: true, device: "phone", colors: "dark" },
  { javaScript: false, device: "phone", colors: "light" },
];
/** The pictures of the documentation are taken anew on request only. */
const images =
  process.env["UPDATE_IMAGES"] === "1" ? fileURLToPath(new URL("../../../docs/images/", import.meta.url)) : undefined;
const clientName = "Notes for your team";
const privateScheme = "cursor://anysphere.cursor-mcp/oauth/callback";

describe.skipIf(isLeftOut())("a person at a browser", () => {
  let dev: Dev;
  let browser: Browser;
  let target: RedirectTarget;
  let clientId: string;

  beforeAll(
    startAll(async (stack) => {
      dev = stack.use(await startDev());
      target = stack.use(await startRedirectTarget());
      browser = stack.use(await launchBrowser());
      clientId = await register(dev.issuer, clientName, [target.named, target.numbered, privateScheme]);
    }),
  );

  function wish(redirectUri = target.named): Wish {
    return { clientId, redirectUri, scope: "openid profile email" };
  }

  async function open({ page }: Tab, wanted: Wish): Promise<void> {
    await page.goto(authorizationUrl(dev.issuer, wanted));
  }

  /** Waits until the tab shows the client's page. @returns the one response that the client got */
  async function arrive({ page }: Tab, { redirectUri }: Wish, before: number): Promise<URLSearchParams> {
    await page.waitForURL((url) => url.href.startsWith(redirectUri));
    await page.getByText("Signed in.").waitFor();
    expect(page.url().startsWith(redirectUri)).toBe(true);
    const [arrived, ...again] = target.arrived.slice(before);
    expect(again).toEqual([]);
    expect(arrived?.searchParams.get("state")).toBe(state);
    expect(arrived?.searchParams.get("iss")).toBe(dev.issuer);
    return arrived?.searchParams ?? new URLSearchParams();
  }

  function expectQuiet({ requested, complaints }: Tab): void {
    expect(complaints).toEqual([]);
    const known = [dev.issuer, target.named, target.numbered].map((url) => new URL(url).origin);
    const others = requested.filter((url) => !url.startsWith("data:") && !known.includes(new URL(url).origin));
    expect(others.filter((url) => !url.startsWith(privateScheme))).toEqual([]);
  }

  for (const look of looks) {
    const { javaScript, device } = look;
    it(`[seed:C12 seed:T6 seed:T68 mcp:A3 mcp:A11 mcp:5.8] signs in, narrows the consent and lands at the client (${device}, script ${javaScript ? "on" : "off"})`, async () => {
      await using tab = await openTab(browser, look);
      const { page } = tab;
      const wanted = wish(javaScript ? target.named : target.numbered);
      const before = target.arrived.length;
      await open(tab, wanted);

      await signIn(page, { ...dev.account, password: "not the password" });
      await page.getByRole("alert").waitFor();
      expect(await page.getByLabel("Email address").inputValue()).toBe(dev.account.email);
      expect(await page.getByLabel("Password").inputValue()).toBe("");

      await signIn(page, dev.account);
      const email = page.getByRole("checkbox", { name: "See your e-mail address" });
      expect(await email.isChecked()).toBe(true);
      await email.uncheck();
      await page.getByRole("button", { name: "Allow" }).click();

      const response = await arrive(tab, wanted, before);
      const { scope } = await redeem(dev.issuer, wanted, response.get("code") ?? "");
      expect(scope.split(" ").toSorted()).toEqual(["openid", "profile"]);
      expect(target.arrived.length).toBe(before + 1);
      await expectCookies(tab);
      expectQuiet(tab);
    });
  }

  async function expectCookies({ context }: Tab): Promise<void> {
    const cookies = await context.cookies(dev.issuer);
    expect(cookies.map(({ name }) => name).toSorted()).toEqual(["sp_browser", "sp_session"]);
    for (const { httpOnly, sameSite, path } of cookies) {
      expect({ httpOnly, sameSite, path }).toEqual({ httpOnly: true, sameSite: "Lax", path: "/" });
    }
  }

  it("[seed:T15 seed:T69] denies, and the tab ends at the client with access_denied", async () => {
    await using tab = await openTab(browser, desktop);
    const before = target.arrived.length;
    await open(tab, wish());
    await signIn(tab.page, dev.account);
    await tab.page.getByRole("button", { name: "Deny" }).click();
    const response = await arrive(tab, wish(), before);
    expect([response.get("error"), response.get("code")]).toEqual(["access_denied", null]);
    expectQuiet(tab);
  });

  it("[seed:C10] takes an approval of nothing for a denial", async () => {
    await using tab = await openTab(browser, desktop);
    const before = target.arrived.length;
    await open(tab, wish());
    await signIn(tab.page, dev.account);
    await tab.page.getByRole("button", { name: "Allow" }).waitFor();
    for (const box of await tab.page.getByRole("checkbox").all()) await box.uncheck();
    await tab.page.getByRole("button", { name: "Allow" }).click();
    const response = await arrive(tab, wish(), before);
    expect([response.get("error"), response.get("code")]).toEqual(["access_denied", null]);
    expectQuiet(tab);
  });

  it("[seed:T65 seed:T66 seed:F4 seed:F5 mcp:A6] shows who asks, for what, where it goes, and boxes to tick", async () => {
    await using tab = await openTab(browser, desktop);
    await open(tab, wish());
    await signIn(tab.page, dev.account);
    const main = tab.page.getByRole("main");
    await tab.page.getByRole("button", { name: "Allow" }).waitFor();
    const text = await main.innerText();
    for (const part of [clientName, "unverified", new URL(target.named).host, "on this computer"]) {
      expect(text).toContain(part);
    }
    expect(await tab.page.getByRole("button", { name: "Deny" }).isVisible()).toBe(true);
    const boxes = await tab.page.getByRole("checkbox").all();
    expect(boxes.length).toBe(3);
    for (const box of boxes) {
      expect(await box.isChecked()).toBe(true);
      await box.uncheck();
      await box.check();
      expect(await box.isChecked()).toBe(true);
    }
    expectQuiet(tab);
  });

  it("lets somebody else sign in, who then is the one who allows", async () => {
    await using tab = await openTab(browser, { ...desktop, javaScript: false });
    const before = target.arrived.length;
    await open(tab, wish());
    await signIn(tab.page, dev.account);
    await tab.page.getByText(dev.account.email).waitFor();
    await tab.page.getByRole("button", { name: "Not you?" }).click();
    await signIn(tab.page, dev.other);
    await tab.page.getByText(dev.other.email).waitFor();
    await tab.page.getByRole("button", { name: "Allow" }).click();
    const code = (await arrive(tab, wish(), before)).get("code") ?? "";
    const { access_token: token } = await redeem(dev.issuer, wish(), code);
    const headers = { authorization: `Bearer ${token}` };
    const person = await (await fetch(`${dev.issuer}/oauth/provider/userinfo`, { headers })).json();
    expect(person).toMatchObject({ email: dev.other.email });
    expectQuiet(tab);
  });

  it("[seed:T13 seed:C13 attack:A124] asks a person who is signed in again for a client that can be anybody", async () => {
    await using tab = await openTab(browser, desktop);
    for (const isFirst of [true, false]) {
      const before = target.arrived.length;
      await open(tab, wish());
      if (isFirst) await signIn(tab.page, dev.account);
      expect(await tab.page.getByRole("checkbox").count()).toBe(3);
      await tab.page.getByRole("button", { name: "Allow" }).click();
      expect((await arrive(tab, wish(), before)).get("code")).toMatch(/^sp_ac_/);
    }
    expectQuiet(tab);
  });

  it("[attack:A122] shows a clear page when a person goes back after the decision", async () => {
    await using tab = await openTab(browser, desktop);
    const { page } = tab;
    const before = target.arrived.length;
    await open(tab, wish());
    await signIn(page, dev.account);
    const consent = page.url();
    await page.getByRole("button", { name: "Allow" }).click();
    await arrive(tab, wish(), before);
    await page.goBack();
    expect(page.url()).toBe(consent);
    await page.getByRole("heading", { name: "This page has expired" }).waitFor();
    expect(target.arrived.length).toBe(before + 1);
    expectQuiet(tab);
  });

  it("[attack:A122] takes a decision once, also from a second tab", async () => {
    await using tab = await openTab(browser, desktop);
    await using second = await openTab(browser, desktop);
    const before = target.arrived.length;
    await open(tab, wish());
    await signIn(tab.page, dev.account);
    await tab.page.getByRole("button", { name: "Allow" }).waitFor();
    await second.context.addCookies(await tab.context.cookies());
    await second.page.goto(tab.page.url());
    await tab.page.getByRole("button", { name: "Allow" }).click();
    await arrive(tab, wish(), before);
    await second.page.getByRole("button", { name: "Allow" }).click();
    await second.page.getByRole("heading", { name: "This page has expired" }).waitFor();
    expect(target.arrived.length).toBe(before + 1);
    expectQuiet(second);
  });

  it("[mcp:A12 attack:A001] tells the person when the client is unknown", async () => {
    await using tab = await openTab(browser, { ...desktop, javaScript: false });
    await open(tab, { ...wish(), clientId: "client_of_another_server" });
    await tab.page.getByRole("heading", { name: "Unknown application" }).waitFor();
    expect(new URL(tab.page.url()).origin).toBe(new URL(dev.issuer).origin);
    expectQuiet(tab);
  });

  for (const javaScript of [true, false]) {
    it(`[mcp:A11 mcp:U4 mcp:5.9] opens an application by its own scheme, and leaves the address (script ${javaScript ? "on" : "off"})`, async () => {
      await using tab = await openTab(browser, { ...desktop, javaScript });
      const { page, requested } = tab;
      await open(tab, wish(privateScheme));
      await signIn(page, dev.account);
      await page.getByRole("button", { name: "Allow" }).click();
      const address = await page.getByLabel("Address").inputValue();
      expect(address.startsWith(`${privateScheme}?code=sp_ac_`)).toBe(true);
      await expect.poll(() => requested.filter((url) => url.startsWith("cursor:"))).toEqual([address]);
      expect(await page.getByRole("link", { name: "Continue" }).getAttribute("href")).toBe(address);
      expectQuiet(tab);
    });
  }

  it("[mcp:A11 mcp:5.8] reaches a client whose https address goes on to its own scheme", async () => {
    await using hop = await startSchemeHop(privateScheme);
    await using tab = await openTab(browser, { ...desktop, javaScript: false });
    const wanted = { ...wish(hop.redirectUri), clientId: await register(dev.issuer, clientName, [hop.redirectUri]) };
    await open(tab, wanted);
    await signIn(tab.page, dev.account);
    await tab.page.getByRole("button", { name: "Allow" }).click();
    await expect.poll(() => hop.arrived.length).toBe(1);
    await expect.poll(() => tab.requested.filter((url) => url.startsWith(`${privateScheme}?code=`)).length).toBe(1);
    expect(tab.complaints).toEqual([]);
  });

  for (const look of [desktop, { javaScript: true, device: "phone", colors: "dark" }] as const) {
    it(`lets everybody use the pages, whatever their senses and tools (${look.device}, ${look.colors})`, async () => {
      await using tab = await openTab(browser, look);
      const { page } = tab;
      const redirectUri = privateScheme;
      const own = await register(dev.issuer, clientName, [redirectUri]);
      const scope = "openid profile demo:read demo:write";
      const wanted: Wish = { clientId: own, redirectUri, scope, resource: dev.mcpUrl };
      const show = async (name: string, isPictured = false): Promise<void> => {
        expect({ name, barriers: await barriersOn(page) }).toEqual({ name, barriers: [] });
        if (isPictured && images !== undefined)
          await takePicture(page, `${images}${name}-${look.device}-${look.colors}.png`);
      };
      await page.goto(dev.issuer);
      await show("home");
      await open(tab, { ...wanted, clientId: "client_of_another_server" });
      await show("error", true);
      await open(tab, wanted);
      await show("sign-in", true);
      await signIn(page, { ...dev.account, password: "not the password" });
      await page.getByRole("alert").waitFor();
      await show("sign-in-refused");
      await signIn(page, dev.account);
      await page.getByRole("button", { name: "Allow" }).waitFor();
      await show("consent", true);
      await page.getByRole("button", { name: "Allow" }).click();
      await page.getByLabel("Address").waitFor();
      await show("leave");
      expectQuiet(tab);
    }, 60_000);
  }
});
