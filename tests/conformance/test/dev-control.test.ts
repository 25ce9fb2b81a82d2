import type { Browser, Page } from "playwright-core";
import { beforeAll, describe, expect, it } from "vitest";
import { barriersOn } from "../src/accessibility.ts";
import { isLeftOut, launchBrowser, type Look, openTab } from "../src/browser.ts";
import { type Dev, startDev } from "../src/program.ts";
import { type RedirectTarget, startRedirectTarget } from "../src/redirect-target.ts";
import { startAll } from "../src/start-all.ts";

const desktop: Look = { javaScript: true, device: "desktop", colors: "light" };
type Init = Pick<RequestInit, "method" | "mode" | "credentials"> & { headers?: Record<string, string> };

const evil = "rebind.evil.example";

/** The address of the explanation of a refusal. */
async function refuse(issuer: string): Promise<string> {
  const response = await fetch(`${issuer}/oauth/provider/revoke`, { method: "POST", body: new URLSearchParams() });
  return String(((await response.json()) as Record<string, unknown>)["error_uri"]);
}

describe.skipIf(isLeftOut())("a browser and the tools of dev", () => {
  let dev: Dev;
  let browser: Browser;
  let elsewhere: RedirectTarget;

  beforeAll(
    startAll(async (stack) => {
      dev = stack.use(await startDev());
      elsewhere = stack.use(await startRedirectTarget());
      browser = stack.use(await launchBrowser([evil]));
    }),
  );

  /** What a script of the page gets from the control API. */
  async function callFrom(page: Page, adminUrl: string, init: Init): Promise<string> {
    const procedure = init.method === "POST" ? "clock.freeze" : "clock.get";
    return await page.evaluate(
      async ({ url, how }) =>
        await fetch(url, how).then(
          (response) => `${response.type} ${response.status}`,
          () => "no answer",
        ),
      { url: `${adminUrl}/dev/control/${procedure}`, how: init },
    );
  }

  // A call that needs no input has nothing else that a stranger could get wrong.
  const post = { method: "POST" };
  const untouched = { movedSeconds: 0, isFrozen: false };
  const attempts: readonly [string, Init][] = [
    ["reads it", {}],
    ["sends JSON", { ...post, headers: { "content-type": "application/json" } }],
    ["sends what needs no leave", { ...post, mode: "no-cors" }],
    ["sends with cookies", { ...post, mode: "no-cors", credentials: "include" }],
  ];

  it.each(attempts)("[dev:G2 attack:A225] a page of another origin that %s is not heard", async (_what, init) => {
    await using tab = await openTab(browser, desktop);
    await tab.page.goto(elsewhere.named);
    expect(await callFrom(tab.page, dev.adminUrl, init)).toBe("no answer");
    expect(await dev.control.query("clock.get")).toMatchObject(untouched);
  });

  it("[dev:G2 attack:A225] a name that was turned to this machine gets neither page nor answer", async () => {
    await using tab = await openTab(browser, desktop);
    const rebound = dev.adminUrl.replace("localhost", evil);
    const arrived = await tab.page.goto(`${rebound}/dev`);
    expect(arrived?.status()).toBe(421);
    // The same origin now, as a script would have it that was there before the name was turned.
    const init = { ...post, headers: { "content-type": "application/json" } };
    expect(await callFrom(tab.page, rebound, init)).toMatch(/421$|no answer/);
    expect(await dev.control.query("clock.get")).toMatchObject(untouched);
  });

  it("[dev:G2 attack:A225] a form of another origin is refused", async () => {
    await using tab = await openTab(browser, { ...desktop, javaScript: false });
    const fields = '<input name="action" value="advance"><input name="seconds" value="3600">';
    const form = `<form method="post" action="${dev.adminUrl}/dev">${fields}<button>Go</button></form>`;
    await tab.page.goto(elsewhere.named);
    await tab.page.setContent(form);
    const answered = tab.page.waitForResponse((response) => response.url().endsWith("/dev"));
    await tab.page.getByRole("button", { name: "Go" }).click();
    expect((await answered).status()).toBe(403);
    expect(await dev.control.query("clock.get")).toMatchObject(untouched);
  });

  it("[dev:E2] a page of another origin gets nothing of an explanation, neither by script nor in a frame", async () => {
    await using tab = await openTab(browser, desktop);
    const { page } = tab;
    const uri = await refuse(dev.issuer);
    await page.goto(elsewhere.named);
    const read = (mode: "cors" | "no-cors") =>
      page.evaluate(
        async (init) =>
          await fetch(init.uri, { mode: init.mode }).then(
            () => "read",
            () => "no answer",
          ),
        {
          uri,
          mode,
        },
      );
    expect(await Promise.all([read("cors"), read("no-cors")])).toEqual(["no answer", "no answer"]);
    const framed = page.waitForResponse(uri);
    await page.setContent(`<iframe src="${uri}"></iframe>`);
    expect((await framed).status()).toBe(403);
  });

  it.each<Look>([
    { javaScript: false, device: "desktop", colors: "light" },
    { javaScript: true, device: "phone", colors: "dark" },
  ])("[dev:E2] a link on a page of another origin leads to the explanation, with $device in $colors", async (look) => {
    await using tab = await openTab(browser, look);
    const { page } = tab;
    await page.goto(elsewhere.named);
    await page.setContent(`<a href="${await refuse(dev.issuer)}">why</a>`);
    await page.getByRole("link", { name: "why" }).click();
    await page.getByRole("heading", { name: "Why this request was refused" }).waitFor();
    expect(tab.complaints).toEqual([]);
    if (!look.javaScript) return;
    expect(await barriersOn(page)).toEqual([]);
    expect(await page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")).toBe(true);
  });

  it.each<Look>([
    { javaScript: false, device: "desktop", colors: "light" },
    { javaScript: true, device: "phone", colors: "dark" },
  ])("[dev:P1] the page sets a fault by a click, with $device in $colors", async (look) => {
    await using tab = await openTab(browser, look);
    const { page } = tab;
    await page.goto(`${dev.adminUrl}/dev`);
    await page.getByLabel("Fault").selectOption("rate_limit");
    await page.getByRole("button", { name: "Set", exact: true }).click();
    await page.getByText("rate_limit is pending.").waitFor();
    expect(tab.complaints).toEqual([]);
    if (look.javaScript) expect(await barriersOn(page)).toEqual([]);
    await page.getByRole("button", { name: "Clear faults" }).click();
    await page.getByText("No pending faults.").waitFor();
  });
});
