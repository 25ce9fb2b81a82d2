import { createHash } from "node:crypto";
import { type Driver, redirectUri } from "@sallyport/fixtures";
import { describe, expect, it } from "vitest";
import { fetchAt } from "./fetch-at.ts";
import { startServer, type TestServer } from "./start-server.ts";

const id = "https://client.example/oauth/metadata.json";
const logoUri = "https://logos.example/private/logo.png?token=secret";
const png = Buffer.from("\x89PNG\r\n\x1a\nas if", "latin1");
const named = { client_id: id, client_name: "Café", redirect_uris: [redirectUri], logo_uri: logoUri };

async function start(): Promise<TestServer> {
  const server = await startServer({ issuer: "https://as.example", config: { registration: { dynamic: "open" } } });
  server.documents.publish(id, named);
  server.logos.publish(logoUri, png);
  return server;
}

/** A browser of somebody who comes with the client that the document describes. */
function driverOf(server: TestServer, clientId = id): Driver {
  return server.driver({ client: { ...server.pub, id: clientId } });
}

async function fetchFrom({ port, issuer }: TestServer, path: string, init: RequestInit = {}): Promise<Response> {
  return await fetchAt(port)(new URL(path, issuer), init);
}

function markOf(text: string): string {
  return /<(?:img|span) class="mark"[^>]*>[^<]*/.exec(text)?.[0].trim() ?? "";
}

function logoOf(text: string): string {
  return /<img class="mark" src="([^"]*)"/.exec(text)?.[1] ?? "";
}

/** The sign-in and the consent page, once the logo is there. */
async function pagesWithLogo(server: TestServer): Promise<{ text: string; headers: Headers }[]> {
  const driver = driverOf(server);
  await driver.openPage();
  await server.logos.settled();
  const page = await driver.openPage();
  await driver.signIn(page);
  return [page, await driver.readPage(page.url)];
}

const letter = '<span class="mark" aria-hidden="true">C';

describe("a page of a client with a logo", () => {
  it("[attack:A160 mcp:C15] shows it from this server, and names nothing of where it came from", async () => {
    await using server = await start();
    for (const { text, headers } of await pagesWithLogo(server)) {
      expect(markOf(text)).toMatch(
        /^<img class="mark" src="\/oauth\/provider\/client-logo\/[\w-]{22}" alt="" width="56" height="56" \/>$/,
      );
      expect(text).not.toContain("logos.example");
      expect(text).toContain("client.example");
      expect(headers.get("content-security-policy")).toContain("; img-src data: 'self'; ");
    }
  });

  it("[attack:A160] shows a letter in its place as long as it is not there, however its host hangs", async () => {
    await using server = await start();
    server.logos.publish(logoUri, new Promise(() => undefined));
    const driver = driverOf(server);
    const page = await driver.openPage();
    expect(markOf(page.text)).toBe(letter);
    expect(page.headers.get("content-security-policy")).toContain("; img-src data:; ");
    await driver.signIn(page);
    const consent = await driver.readPage(page.url);
    expect(markOf(consent.text)).toBe(letter);
    expect((await driver.decide(consent)).location?.searchParams.has("code")).toBe(true);
  });

  it("[attack:A160] never shows that of a client that registered itself", async () => {
    await using server = await start();
    const registered = await server.driver().send("/oauth/provider/register", {
      method: "POST",
      body: JSON.stringify({ ...named, client_id: undefined, token_endpoint_auth_method: "none" }),
      headers: { "content-type": "application/json" },
    });
    const { client_id: own } = registered.json as { client_id: string };
    await pagesWithLogo(server);
    const driver = driverOf(server, own);
    for (const page of [await driver.openPage(), await driver.openPage()]) {
      expect(markOf(page.text)).toBe(letter);
      expect(page.text).not.toContain("logos.example");
      expect(page.headers.get("content-security-policy")).toContain("; img-src data:; ");
      await server.logos.settled();
    }
    expect(server.logos.makes(logoUri)).toBe(1);
  });

  it.each([
    ["", "U"],
    ["\u{1f469}\u200d\u{1f4bb} desk", "\u{1f469}"],
    ["<b>", "&lt;"],
    ["éa", "É"],
  ])("begins the name %j with %s", async (name, expected) => {
    await using server = await start();
    await server.store.clients.put({ ...server.pub, name }, { forgetConsents: false });
    const { text } = await server.driver().openPage();
    expect(markOf(text)).toBe(`<span class="mark" aria-hidden="true">${expected}`);
  });
});

describe("the address of a logo", () => {
  it("[mcp:C15] gives an image and nothing else, to this site and for a short time", async () => {
    await using server = await start();
    const [page] = await pagesWithLogo(server);
    const response = await fetchFrom(server, logoOf(page?.text ?? ""));
    expect(response.status).toBe(200);
    expect(Buffer.from(await response.arrayBuffer())).toEqual(png);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      "content-type": "image/png",
      "content-length": String(png.length),
      "cache-control": "private, max-age=600",
      "x-content-type-options": "nosniff",
      "content-security-policy": "default-src 'none'; sandbox; frame-ancestors 'none'",
      "cross-origin-resource-policy": "same-origin",
      "referrer-policy": "no-referrer",
      etag: `"${createHash("sha256").update(png).digest("base64url")}"`,
    });
    expect(response.headers.has("access-control-allow-origin")).toBe(false);
    expect(response.headers.has("pragma")).toBe(false);
    expect(response.headers.has("set-cookie")).toBe(false);
  });

  it("answers 304 to who has it, HEAD without it, and 405 to who sends something", async () => {
    await using server = await start();
    const [page] = await pagesWithLogo(server);
    const path = logoOf(page?.text ?? "");
    const etag = (await fetchFrom(server, path)).headers.get("etag") ?? "";
    const same = await fetchFrom(server, path, { headers: { "if-none-match": etag } });
    expect([same.status, same.headers.get("etag"), (await same.arrayBuffer()).byteLength]).toEqual([304, etag, 0]);
    const head = await fetchFrom(server, path, { method: "HEAD" });
    expect([head.status, head.headers.get("content-length")]).toEqual([200, String(png.length)]);
    expect((await fetchFrom(server, path, { method: "POST" })).status).toBe(405);
  });

  it("[attack:A160] makes nothing for the asking: unknown and expired ones are 404 and not kept", async () => {
    await using server = await start();
    const [page] = await pagesWithLogo(server);
    const path = logoOf(page?.text ?? "");
    const base = "/oauth/provider/client-logo/";
    server.clock.advance(7 * 24 * 60 * 60);
    const guesses = [encodeURIComponent(id), encodeURIComponent(logoUri), "x".repeat(22), server.pub.id];
    for (const one of [path, ...guesses.map((guess) => base + guess)]) {
      const response = await fetchFrom(server, one);
      expect([response.status, response.headers.get("cache-control")]).toEqual([404, "no-store"]);
    }
    expect(server.logos.makes(logoUri)).toBe(1);
    expect(server.documents.fetches(id)).toBe(1);
  });
});
