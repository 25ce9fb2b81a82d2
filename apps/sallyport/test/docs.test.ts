import { createServer, type Server } from "node:http";
import { createHash } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createDocsApp } from "../src/server/docs-app.ts";
import { toStaticFiles } from "../src/server/static-files.ts";
import { callHere } from "./program.ts";

const inline = "document.documentElement.classList.add('dark')";
const built = new Map(
  Object.entries({
    "index.html": `<script type="module" src="/assets/app.1a.js"></script><script id="x">${inline}</script>home`,
    "404.html": "no such page",
    "errors/index.html": "all reasons",
    "errors/denied.html": "the person said no",
    "assets/app.1a.js": "start();",
    "assets/picture.1b.png": "\u0089PNG",
    "notes.txt": "not for browsers",
  }).map(([name, text]) => [name, Buffer.from(text)]),
);

describe("the documentation", () => {
  let server: Server;
  let url: string;

  beforeAll(async () => {
    server = createServer(createDocsApp(toStaticFiles(built)));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const address = server.address();
    if (address === null || typeof address === "string") throw new Error("there is no port");
    url = `http://127.0.0.1:${address.port}`;
  });
  afterAll(() => void server.close());

  it.each([
    ["/", "home"],
    ["/errors/", "all reasons"],
    ["/errors/denied", "the person said no"],
    ["/errors/denied.html", "the person said no"],
  ])("has a page at %s", async (path, text) => {
    const response = await fetch(url + path);
    expect([response.status, response.headers.get("content-type")]).toEqual([200, "text/html; charset=utf-8"]);
    expect(await response.text()).toContain(text);
  });

  it("shows pictures", async () => {
    const response = await fetch(`${url}/assets/picture.1b.png`);
    expect([response.status, response.headers.get("content-type")]).toEqual([200, "image/png"]);
    expect(await response.text()).toBe("\u0089PNG");
  });

  it("says that there is no such page, also of files that are not for browsers", async () => {
    for (const path of ["/nothing", "/notes.txt", "/assets/other.js", "/errors/denied/"]) {
      const response = await fetch(url + path);
      expect([response.status, await response.text()]).toEqual([404, "no such page"]);
    }
  });

  it("sends folders to where their links hold", async () => {
    const response = await fetch(`${url}/errors`, { redirect: "manual" });
    expect([response.status, response.headers.get("location")]).toEqual([301, "/errors/"]);
  });

  it("lets in its own files and the scripts of the page itself, and nothing else", async () => {
    const policy = (await fetch(url)).headers.get("content-security-policy") ?? "";
    const hash = createHash("sha256").update(inline).digest("base64");
    expect(policy.split("; ")).toEqual([
      "default-src 'none'",
      `script-src 'self' 'sha256-${hash}'`,
      "style-src 'self'",
      "style-src-attr 'unsafe-inline'",
      "img-src 'self' data:",
      "connect-src 'self'",
      "base-uri 'none'",
      "form-action 'none'",
      "frame-ancestors 'none'",
    ]);
  });

  it("lets browsers keep what changes its name, and ask again for the rest", async () => {
    const [asset, page] = await Promise.all([fetch(`${url}/assets/app.1a.js`), fetch(url)]);
    expect(asset.headers.get("cache-control")).toBe("public, max-age=31536000, immutable");
    expect(page.headers.get("cache-control")).toBe("no-cache");
  });

  it("answers to reading alone", async () => {
    const response = await fetch(url, { method: "POST" });
    expect([response.status, response.headers.get("allow")]).toEqual([405, "GET, HEAD"]);
  });
});

describe("sallyport docs", () => {
  it.each(["x", "65536", "-1"])("refuses the port %s", async (port) => {
    const { code, stderr } = await callHere(["docs", `--port=${port}`]);
    expect([code, stderr]).toEqual([2, "sallyport: --port must be a whole number from 0 to 65535\n"]);
  });
});
