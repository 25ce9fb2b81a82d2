import { fileURLToPath } from "node:url";
import type { Browser } from "playwright-core";
import { beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { barriersOn } from "../src/accessibility.ts";
import { isLeftOut, launchBrowser, type Look, openTab, type Tab } from "../src/browser.ts";
import { type ConsoleTab, confirm, expectHeading, openConsole, signInToConsole } from "../src/console.ts";
import { connectAnew, redirectUri, type Registered } from "../src/mcp-app.ts";
import { createPerson } from "../src/browser-person.ts";
import { type Served, startServe } from "../src/program.ts";
import { v2 } from "../src/sdks.ts";
import { startAll } from "../src/start-all.ts";
import { authorizationUrl, redeem } from "../src/walk.ts";

const desktop: Look = { javaScript: true, device: "desktop", colors: "light" };
/** The pictures of the documentation are taken anew on request only. */
const images =
  process.env["UPDATE_IMAGES"] === "1"
    ? fileURLToPath(new URL("../../../docs/images/console/", import.meta.url))
    : undefined;
const looks: readonly Look[] = [
  desktop,
  { javaScript: true, device: "phone", colors: "dark" },
  ...(images === undefined ? [] : [{ ...desktop, colors: "dark" } as const]),
];
/** One sees the dark colors on a few pages as well as on all. */
const picturedDark = ["overview", "clients", "audit"];
const maxFirstLoadBytes = 250 * 1024;

describe.skipIf(isLeftOut())("an administrator at the console", () => {
  let served: Served;
  let browser: Browser;

  beforeAll(
    startAll(async (stack) => {
      served = stack.use(await startServe());
      browser = stack.use(await launchBrowser());
    }),
  );

  function expectQuiet({ requested, complaints }: Tab, ...origins: readonly string[]): void {
    expect(complaints).toEqual([]);
    const known = [served.adminUrl, ...origins].map((url) => new URL(url).origin);
    expect(requested.filter((url) => !url.startsWith("data:") && !known.includes(new URL(url).origin))).toEqual([]);
  }

  it("signs in as the first owner, whom the first start made, at the address they asked for", async () => {
    await using tab = await openTab(browser, desktop);
    const { page } = tab;
    await page.goto(`${served.adminUrl}/users?of=anybody`);
    await signInToConsole(page, { ...served.owner, password: "not the password" });
    await page.getByRole("alert").getByText("wrong").waitFor();
    await signInToConsole(page, served.owner);
    await expectHeading(page, "Users");
    const row = page.getByRole("row").filter({ hasText: served.owner.email });
    expect(await row.innerText()).toContain("owner");
    await page.reload();
    await expectHeading(page, "Users");
    expectQuiet(tab);
  });

  it("gets the first page in one round trip after the sign-in, by a load of less than 250 KiB", async () => {
    await using tab = await openTab(browser, desktop);
    const { page, context, requested } = tab;
    const inspector = await context.newCDPSession(page);
    let received = 0;
    inspector.on("Network.loadingFinished", ({ encodedDataLength }) => (received += encodedDataLength));
    await inspector.send("Network.enable");
    await page.goto(served.adminUrl);
    await page.getByLabel("Password").waitFor();
    await page.waitForLoadState("networkidle");
    const before = requested.length;
    await signInToConsole(page, served.owner);
    await expectHeading(page, "Overview");
    await page.getByText(served.issuer).waitFor();
    await page.getByText("Nothing needs attention.").waitFor();
    const calls = requested.slice(before).map((url) => new URL(url).pathname);
    expect(calls).toEqual(["/trpc/session.signIn", expect.stringContaining("system.status")]);
    expect(received).toBeGreaterThan(50 * 1024);
    expect(received).toBeLessThan(maxFirstLoadBytes);
    expectQuiet(tab);
  });

  /** By the wizard, for an application that waits at `redirectUri`. @returns what the wizard shows */
  async function createClient({ page, visit }: ConsoleTab, name: string, hasSecret: boolean): Promise<Registered> {
    await visit("/clients", "Clients");
    await page.getByRole("link", { name: "New client" }).click();
    await page.getByRole("button", { name: "Something else" }).click();
    await page.getByLabel("Name").fill(name);
    await page.getByLabel("Redirect URIs").fill(redirectUri);
    await page.getByLabel("This client can keep a secret").setChecked(hasSecret);
    await page.getByLabel("MCP server").fill(served.mcpUrl);
    await page.getByRole("button", { name: "Create client" }).click();
    await page.getByRole("heading", { name: `${name} created` }).waitFor();
    const client_id = await page.locator("[data-client-id]").innerText();
    return hasSecret ? { client_id, client_secret: await page.locator("[data-secret]").innerText() } : { client_id };
  }

  it("[seed:S61 seed:S62 seed:T10] makes a client by the wizard, with which the official SDK gets in", async () => {
    await using tab = await openConsole(browser, served, desktop);
    const registered = await createClient(tab, "Notes of the team", true);
    const { app, open } = v2.start({ registered });
    await using connection = await connectAnew(app, createPerson(served.account), () => open(served.mcpUrl));
    expect(await connection.call("whoami")).toContain(registered.client_id);

    await tab.page.getByRole("link", { name: "Open client" }).click();
    await expectHeading(tab.page, "Notes of the team");
    expect(await tab.page.getByRole("main").innerText()).not.toContain(registered.client_secret);
    expectQuiet(tab);
  });

  it("[seed:T11] finds a client by how a word of its name begins, and by its way in", async () => {
    await using tab = await openConsole(browser, served, desktop);
    const { page } = tab;
    await createClient(tab, "Zebra crossing", false);
    await createClient(tab, "Something other", false);
    await tab.visit("/clients", "Clients");
    await page.getByRole("searchbox", { name: "Name or ID" }).fill("cross");
    await page.getByRole("link", { name: "Something other" }).waitFor({ state: "hidden" });
    await page.getByRole("link", { name: "Zebra crossing" }).waitFor();
    await page.getByRole("combobox", { name: "Registered via" }).selectOption("Dynamic registration");
    await page.getByText("No matches").waitFor();
    await page.reload();
    await page.getByText("No matches").waitFor();
    expectQuiet(tab);
  });

  it("tries a client from the sign-in to the token, and reads what it says", async () => {
    await using tab = await openConsole(browser, served, desktop);
    const { page } = tab;
    const { client_id: clientId, client_secret: secret = "" } = await createClient(tab, "On trial", true);
    await page.getByRole("link", { name: "Open client" }).click();
    await page.getByRole("link", { name: "Test", exact: true }).click();
    await page.getByLabel("Client secret").fill(secret);
    await page.getByRole("button", { name: "Start test" }).click();
    const address = await page.getByRole("link", { name: "Open the sign-in page" }).getAttribute("href");
    const landed = await createPerson(served.account).authorize(address ?? "", redirectUri);

    await page.getByLabel("URL after the sign-in").fill(`${landed.href.split("?", 1)[0]}?code=x&state=other`);
    await page.getByRole("button", { name: "Get tokens" }).click();
    await page.getByText("belongs to another test").waitFor();
    await page.getByLabel("URL after the sign-in").fill(landed.href);
    await page.getByRole("button", { name: "Get tokens" }).click();
    await page.getByText("The client works.").waitFor();
    expect(await page.getByRole("main").innerText()).toContain(`"${clientId}"`);
    expectQuiet(tab, served.issuer);
  });

  it("is told why a client on trial does not get in", async () => {
    await using tab = await openConsole(browser, served, desktop);
    const { page } = tab;
    await createClient(tab, "With a wrong secret", true);
    await page.getByRole("link", { name: "Open client" }).click();
    await page.getByRole("link", { name: "Test", exact: true }).click();
    await page.getByLabel("Client secret").fill("not the secret");
    await page.getByRole("button", { name: "Start test" }).click();
    const address = await page.getByRole("link", { name: "Open the sign-in page" }).getAttribute("href");
    const landed = await createPerson(served.account).authorize(address ?? "", redirectUri);
    await page.getByLabel("URL after the sign-in").fill(landed.href);
    await page.getByRole("button", { name: "Get tokens" }).click();
    await page.getByText("invalid_client").waitFor();
    await page.getByRole("link", { name: /^Explain err_/ }).click();
    await page.getByRole("heading", { name: "What to do" }).waitFor();
    expectQuiet(tab, served.issuer);
  });

  it("reads in the audit trail who did what, and passes the place on", async () => {
    await using tab = await openConsole(browser, served, desktop);
    const { page } = tab;
    const { client_id: clientId } = await createClient(tab, "Written down", false);
    await tab.visit("/audit", "Audit log");
    await page.getByRole("combobox", { name: "Event" }).selectOption("Client registered");
    await page.getByText("Client registered").nth(1).click();
    await page.getByRole("table").getByRole("link", { name: clientId }).click();
    await page.getByRole("button", { name: `client: ${clientId}` }).waitFor();
    expect(new URL(page.url()).searchParams.get("clientId")).toBe(clientId);
    await page.reload();
    await page.getByRole("table").waitFor();
    const rows = page.getByRole("table").getByRole("row");
    expect(await rows.count()).toBe(2);
    const names = await rows.last().getByRole("link").allInnerTexts();
    expect(names).toEqual(["Written down", served.owner.email]);
    expectQuiet(tab);
  });

  it("follows the audit trail live, over a restart of the server, and misses and doubles nothing", async () => {
    await using tab = await openConsole(browser, served, desktop);
    const { page, complaints } = tab;
    await tab.visit("/audit?type=user.created", "Audit log");
    await page.getByRole("button", { name: "Follow live" }).click();
    await page.getByText("Live", { exact: true }).waitFor();
    const add = async (name: string): Promise<string> => {
      const credentials = ["--email", `${name}@live.example`, "--password", served.account.password];
      return userCreated.parse(await served.command("users", "create", ...credentials)).id;
    };
    /** How often the page shows that each was added. */
    const shown = async (ids: readonly string[]) => {
      const texts = await page.getByRole("table").locator("details").allTextContents();
      return ids.map((id) => texts.filter((text) => text.includes(id)).length);
    };
    const ids = [await add("before")];
    await expect.poll(() => shown(ids), { timeout: 15_000 }).toEqual([1]);
    await served.restart(async () => ids.push(await add("meanwhile")));
    await expect.poll(() => shown(ids), { timeout: 15_000 }).toEqual([1, 1]);
    ids.push(await add("afterwards"));
    await expect.poll(() => shown(ids), { timeout: 15_000 }).toEqual([1, 1, 1]);
    await page.getByText("Live", { exact: true }).waitFor();
    // While nobody served, the browser could not connect.
    expect(complaints.filter((text) => !text.includes("net::ERR_"))).toEqual([]);
  }, 60_000);

  it("makes an API key, which programs use until it is revoked", async () => {
    await using tab = await openConsole(browser, served, desktop);
    const { page } = tab;
    await tab.visit("/api-keys", "API keys");
    await page.getByRole("button", { name: "New key" }).click();
    await page.getByLabel("Name").fill("Nightly report");
    await page.getByRole("button", { name: "Create key" }).click();
    const key = await page.locator("[data-secret]").innerText();
    await page.getByRole("button", { name: "Close" }).click();
    const status = async () => {
      const headers = { authorization: `Bearer ${key}` };
      return (await fetch(`${served.adminUrl}/trpc/clients.list`, { headers })).status;
    };
    expect(await status()).toBe(200);
    await page.getByRole("row").filter({ hasText: "Nightly report" }).getByRole("button", { name: "Revoke" }).click();
    await confirm(page, "Revoke");
    await page.getByRole("row").filter({ hasText: "Nightly report" }).waitFor({ state: "hidden" });
    expect(await status()).toBe(401);
    expectQuiet(tab);
  });

  it("fills in what is known of an application, and says where the server finds fault", async () => {
    await using tab = await openConsole(browser, served, desktop);
    const { page, visit } = tab;
    await visit("/clients/new", "New client");
    await page.getByRole("button", { name: "Claude Code" }).click();
    expect(await page.getByLabel("Name").inputValue()).toBe("Claude Code");
    const uris = page.getByLabel("Redirect URIs");
    expect((await uris.inputValue()).split("\n")).toEqual(["http://localhost/callback", "http://127.0.0.1/callback"]);
    expect(await page.getByLabel("This client can keep a secret").isChecked()).toBe(false);

    await uris.fill("https://app.example/callback#fragment");
    await page.getByRole("button", { name: "Create client" }).click();
    expect(await page.getByRole("alert").last().innerText()).toContain("fragment");
    expect(await uris.getAttribute("aria-invalid")).toBe("true");
    expectQuiet(tab);
  });

  it("[seed:D144 seed:S100] disables a client, whose tokens are refused at once, and takes it back", async () => {
    await using tab = await openConsole(browser, served, desktop);
    const { page } = tab;
    const { client_id: clientId } = await createClient(tab, "To be stopped", false);
    const token = await obtainToken(clientId);
    expect(await userInfoStatus(served, token)).toBe(200);

    await page.getByRole("link", { name: "Open client" }).click();
    await page.getByRole("button", { name: "Disable" }).click();
    const question = page.getByRole("alertdialog");
    await question.getByText("1 grant of 1 user is revoked immediately.").waitFor();
    await question.getByRole("button", { name: "Disable" }).click();
    await page.getByText("This client is disabled").waitFor();
    expect(await userInfoStatus(served, token)).toBe(401);

    await page.getByRole("button", { name: "Undo" }).click();
    await page.getByRole("button", { name: "Disable" }).waitFor();
    await page.getByText("This client is disabled").waitFor({ state: "hidden" });
    expect(await userInfoStatus(served, token)).toBe(401);
    expectQuiet(tab);
  });

  /** What a client got for the account by the code flow. */
  async function obtainToken(clientId: string): Promise<string> {
    const wish = { clientId, redirectUri, scope: "openid" };
    const url = authorizationUrl(served.issuer, wish);
    const { searchParams } = await createPerson(served.account).authorize(url, redirectUri);
    return (await redeem(served.issuer, wish, searchParams.get("code") ?? "")).access_token;
  }

  it("rotates a secret while both secrets work, and then ends the old one", async () => {
    await using tab = await openConsole(browser, served, desktop);
    const { page } = tab;
    const { client_id: clientId, client_secret: old = "" } = await createClient(tab, "With two secrets", true);
    await page.getByRole("link", { name: "Open client" }).click();
    await page.getByRole("button", { name: "Rotate secret" }).click();
    await page.getByRole("button", { name: "Create new secret" }).click();
    const fresh = await page.locator("[data-secret]").innerText();
    await page.getByRole("button", { name: "Close" }).click();
    const statuses = async () => [
      await introspectionStatus(served, clientId, old),
      await introspectionStatus(served, clientId, fresh),
    ];
    expect(await statuses()).toEqual([200, 200]);
    await page.getByRole("button", { name: "Revoke now" }).click();
    await confirm(page, "Revoke");
    await page.getByText("The old secret is still valid").waitFor({ state: "hidden" });
    expect(await statuses()).toEqual([401, 200]);
    expectQuiet(tab);
  });

  it("changes a client, and is told when somebody else did so meanwhile", async () => {
    await using tab = await openConsole(browser, served, desktop);
    await using other = await openConsole(browser, served, desktop);
    const { client_id: clientId } = await createClient(tab, "To be renamed", false);
    for (const { page, visit } of [tab, other]) {
      await visit(`/clients/${clientId}`, "To be renamed");
      await page.getByRole("button", { name: "Edit" }).click();
    }
    await tab.page.getByLabel("Name", { exact: true }).fill("Renamed");
    await tab.page.getByRole("button", { name: "Save" }).click();
    await expectHeading(tab.page, "Renamed");
    await other.page.getByLabel("Name", { exact: true }).fill("Renamed too");
    await other.page.getByRole("button", { name: "Save" }).click();
    await other.page.getByRole("dialog").getByRole("alert").waitFor();
    await tab.page.reload();
    await expectHeading(tab.page, "Renamed");
    expectQuiet(tab);
    expectQuiet(other);
  });

  it("[seed:S100] revokes a consent, with its tokens", async () => {
    await using tab = await openConsole(browser, served, desktop);
    const { page } = tab;
    const { client_id: clientId } = await createClient(tab, "Allowed too much", false);
    const token = await obtainToken(clientId);
    await tab.visit("/consents", "Consents");
    const row = page.getByRole("row").filter({ hasText: "Allowed too much" });
    expect(await row.innerText()).toContain(served.account.email);
    await row.getByRole("button", { name: "Revoke" }).click();
    await confirm(page, "Revoke");
    await row.waitFor({ state: "hidden" });
    expect(await userInfoStatus(served, token)).toBe(401);
    expectQuiet(tab);
  });

  it("says whether a token is good, and ends it with its grant", async () => {
    await using tab = await openConsole(browser, served, desktop);
    const { page } = tab;
    const { client_id: clientId } = await createClient(tab, "Token holder", false);
    const token = await obtainToken(clientId);
    await tab.visit("/tokens", "Tokens");
    await page.getByLabel("Token").fill(token);
    await page.getByRole("button", { name: "Inspect" }).click();
    await page.getByText("Active", { exact: true }).waitFor();
    expect(await page.getByRole("main").innerText()).toContain(served.account.email);
    await page.getByRole("button", { name: "Revoke" }).click();
    await confirm(page, "Revoke");
    await page.getByText("Active", { exact: true }).waitFor({ state: "hidden" });
    expect(await userInfoStatus(served, token)).toBe(401);
    await page.getByRole("button", { name: "Inspect" }).click();
    await page.getByText("Revoked", { exact: true }).waitFor();
    expectQuiet(tab);
  });

  it("[seed:S7] reads what the server was started with, what somebody said first, and no secret", async () => {
    await using tab = await openConsole(browser, served, desktop);
    const { page } = tab;
    await tab.visit("/settings", "Settings");
    const rows = page.getByRole("table").getByRole("row");
    await rows.filter({ hasText: "--issuer" }).getByText(served.issuer).waitFor();
    const texts = await rows.allInnerTexts();
    const usual = texts.slice(1).map((text) => text.endsWith("default"));
    expect(usual).toEqual(usual.toSorted((one, other) => Number(one) - Number(other)));
    expect(texts.join()).not.toContain(served.owner.password);
    await page.getByRole("searchbox").fill("accesstoken");
    await rows.filter({ hasText: "codeTtl" }).waitFor({ state: "hidden" });
    expect(await rows.filter({ hasText: "accessTokenTtl" }).innerText()).toContain("15 min");
    expect(new URL(page.url()).searchParams.get("search")).toBe("accesstoken");
    expectQuiet(tab);
  });

  it("explains a request that was refused", async () => {
    await using tab = await openConsole(browser, served, desktop);
    const errorId = await causeRefusal(served);
    await tab.visit("/explain", "Explain an error");
    await tab.page.getByLabel("Error ID").fill(errorId);
    await tab.page.getByRole("button", { name: "Explain" }).click();
    await tab.page.getByRole("heading", { name: "What to do" }).waitFor();
    expect(await tab.page.getByRole("main").innerText()).toContain("client_of_another_server");
    expect(new URL(tab.page.url()).searchParams.get("id")).toBe(errorId);

    await tab.visit("/explain?id=err_00000000", "Explain an error");
    await tab.page.getByText("No refused request with this error ID").waitFor();
    expectQuiet(tab);
  });

  it("sees what a request would get, before anybody sends it", async () => {
    await using tab = await openConsole(browser, served, desktop);
    const { page } = tab;
    const { client_id: clientId } = await createClient(tab, "Not sent yet", false);
    await tab.visit("/explain", "Explain an error");
    const ask = async (uri: string) => {
      await page
        .getByLabel("Authorization URL")
        .fill(authorizationUrl(served.issuer, { clientId, redirectUri: uri, scope: "openid" }));
      await page.getByRole("button", { name: "Test request" }).click();
    };
    await ask("https://elsewhere.example/callback");
    await page.getByRole("heading", { name: "without a link back" }).waitFor();
    await page.getByText("redirect_uri_mismatch").waitFor();
    await ask(redirectUri);
    await page.getByRole("heading", { name: "The user would sign in and see the consent page" }).waitFor();
    expect(await page.getByRole("main").innerText()).toContain(redirectUri);
    expectQuiet(tab);
  });

  it("ends all that a client was granted, and finds its grants by client", async () => {
    await using tab = await openConsole(browser, served, desktop);
    const { page } = tab;
    const { client_id: clientId } = await createClient(tab, "Granted twice", false);
    const tokens = [await obtainToken(clientId), await obtainToken(clientId)];
    await tab.visit("/grants", "Grants");
    await page.getByRole("combobox", { name: "Client" }).fill(clientId);
    await page.getByRole("button", { name: `client: ${clientId}` }).waitFor();
    const alive = page.getByRole("row").filter({ hasText: "Active" });
    await expect.poll(() => alive.count()).toBe(2);
    await alive.first().getByRole("link", { name: "Granted twice" }).click();
    await page.getByRole("button", { name: "Revoke all grants" }).click();
    const question = page.getByRole("alertdialog");
    await question.getByText("2 grants of 1 user are revoked immediately.").waitFor();
    await question.getByRole("button", { name: "Revoke all" }).click();
    await page.getByRole("button", { name: "Revoke all grants" }).waitFor({ state: "hidden" });
    expect(await Promise.all(tokens.map((token) => userInfoStatus(served, token)))).toEqual([401, 401]);
    expectQuiet(tab);
  });

  it("is told that the session has ended, and goes on where they were", async () => {
    await using tab = await openConsole(browser, served, desktop);
    const { page, context, visit } = tab;
    await visit("/clients/new", "New client");
    await page.getByRole("button", { name: "Something else" }).click();
    await page.getByLabel("Name").fill("Not lost");
    await page.getByLabel("Redirect URIs").fill("https://app.example/callback");
    await context.clearCookies();
    await page.getByRole("button", { name: "Create client" }).click();
    const dialog = page.getByRole("dialog", { name: "Your session has expired" });
    await dialog.getByLabel("Password").fill(served.owner.password);
    await dialog.getByRole("button", { name: "Sign in" }).click();
    await dialog.waitFor({ state: "hidden" });
    await page.getByRole("button", { name: "Create client" }).click();
    await page.getByRole("heading", { name: "Not lost created" }).waitFor();
    expectQuiet(tab);
  });

  it("[asvs:7.4.4] signs out, and is asked to sign in again", async () => {
    await using tab = await openConsole(browser, served, desktop);
    await tab.page.getByRole("button", { name: served.owner.email }).click();
    await tab.page.getByRole("menuitem", { name: "Sign out" }).click();
    await tab.page.getByRole("heading", { name: "Sign in to the console" }).waitFor();
    await tab.page.goto(`${served.adminUrl}/clients`);
    await tab.page.getByRole("heading", { name: "Sign in to the console" }).waitFor();
    expectQuiet(tab);
  });

  it("shows somebody who only may look nothing to change", async () => {
    const viewer = { email: "viewer@example.com", password: "correct horse battery" };
    await served.command("users", "create", "--email", viewer.email, "--password", viewer.password, "--role", "viewer");
    await using tab = await openConsole(browser, { ...served, owner: viewer }, desktop);
    for (const [path, heading, deed] of [
      ["/clients", "Clients", "New client"],
      ["/resources", "Resources", "New resource"],
      ["/users", "Users", "New user"],
    ] as const) {
      await tab.visit(path, heading);
      await tab.page.getByRole("table").waitFor();
      expect(await tab.page.getByText(deed).count()).toBe(0);
    }
    expectQuiet(tab);
  });

  const pages = [
    ["/", "Overview"],
    ["/clients", "Clients"],
    ["/clients/new", "New client"],
    ["/resources", "Resources"],
    ["/users", "Users"],
    ["/scopes", "Scopes"],
    ["/consents", "Consents"],
    ["/grants", "Grants"],
    ["/tokens", "Tokens"],
    ["/keys", "Signing keys"],
    ["/audit", "Audit log"],
    ["/api-keys", "API keys"],
    ["/settings", "Settings"],
    ["/profile", "My profile"],
    ["/nowhere", "Page not found"],
  ] as const;

  for (const look of looks) {
    it(`can use every page, whatever their senses and tools (${look.device}, ${look.colors})`, async () => {
      await using tab = await openConsole(browser, served, look);
      const { page, context, visit } = tab;
      const clientName = "Notes of the team";
      const { client_id: clientId } = await createClient(tab, clientName, false);
      await obtainToken(clientId);
      const show = async (name: string): Promise<void> => {
        expect({ name, barriers: await barriersOn(page) }).toEqual({ name, barriers: [] });
        expect({ name, overflow: await page.evaluate(overflow) }).toEqual({ name, overflow: 0 });
        const isPictured = look.colors === "light" ? name !== "nowhere" : picturedDark.includes(name);
        if (images !== undefined && isPictured)
          await page.screenshot({ path: `${images}${name}-${look.device}-${look.colors}.png`, scale: "css" });
      };
      for (const [path, heading] of pages) {
        await visit(path, heading);
        await show(path === "/" ? "overview" : path.slice(1).replaceAll("/", "-"));
      }
      await visit("/users", "Users");
      await page.getByRole("link", { name: served.account.email }).click();
      await expectHeading(page, served.account.email);
      await show("user");
      await visit(`/clients/${clientId}`, clientName);
      await show("client");
      await page.getByRole("link", { name: "Test", exact: true }).click();
      await page.getByRole("button", { name: "Start test" }).waitFor();
      await show("client-trial");
      await page.goBack();
      await page.getByRole("button", { name: "Delete" }).click();
      await page.getByRole("alertdialog").waitFor();
      await show("client-delete");
      await page.getByRole("button", { name: "Cancel" }).click();
      await visit(`/explain?id=${await causeRefusal(served)}`, "Explain an error");
      await page.getByRole("heading", { name: "What to do" }).waitFor();
      await show("explain");
      await context.clearCookies();
      await page.goto(served.adminUrl);
      await page.getByLabel("Password").waitFor();
      await show("sign-in");
      expectQuiet(tab);
    }, 90_000);
  }
});

/** 401 for a wrong secret. */
async function introspectionStatus({ issuer }: Served, clientId: string, secret: string): Promise<number> {
  const headers = { authorization: `Basic ${btoa(`${clientId}:${secret}`)}` };
  const body = new URLSearchParams({ token: "none" });
  return (await fetch(`${issuer}/oauth/provider/introspect`, { method: "POST", headers, body })).status;
}

const userCreated = z.object({ id: z.string() });

/** By how much the page is wider than the window. */
const overflow = "document.documentElement.scrollWidth - document.documentElement.clientWidth";

async function userInfoStatus({ issuer }: Served, token: string): Promise<number> {
  const headers = { authorization: `Bearer ${token}` };
  return (await fetch(`${issuer}/oauth/provider/userinfo`, { headers })).status;
}

/** A token request of a client that nobody knows. @returns the id that the refusal carries */
async function causeRefusal({ issuer }: Served): Promise<string> {
  const form = { grant_type: "authorization_code", client_id: "client_of_another_server", code: "none" };
  const response = await fetch(`${issuer}/oauth/provider/token`, { method: "POST", body: new URLSearchParams(form) });
  const body: unknown = await response.json();
  if (typeof body !== "object" || body === null || !("error_id" in body) || typeof body.error_id !== "string") {
    throw new Error(`the refusal has no id: ${JSON.stringify(body)}`);
  }
  return body.error_id;
}
