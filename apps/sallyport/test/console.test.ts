import { mkdir, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { gunzipSync } from "node:zlib";
import express from "express";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readFolder } from "../src/assets/files.ts";
import { serveConsole } from "../src/server/console.ts";
import { type StaticFiles, toStaticFiles } from "../src/server/static-files.ts";
import { openFolder } from "./program.ts";

const browser = { accept: "text/html,application/xhtml+xml,*/*;q=0.8" };

describe("the console on the admin listener", () => {
  using folder = openFolder();
  const built = join(folder.path, "dist");
  let url: string;
  let server: Server;
  let reads = 0;

  beforeAll(async () => {
    await mkdir(join(built, "assets"), { recursive: true });
    await writeFile(join(built, "index.html"), "<!doctype html><title>console</title>");
    await writeFile(join(built, "assets/index-1.js"), "console.log(1);".repeat(100));
    await writeFile(join(built, "notes.txt"), "not for browsers");
    ({ server, url } = await listen(() => {
      reads += 1;
      return read(built);
    }));
  });
  afterAll(() => void server.close());

  it("is shown to browsers, at each address that nothing else has", async () => {
    for (const path of ["/", "/clients", "/clients/https%3A%2F%2Fapp.example%2Fclient.json?status=pending"]) {
      const response = await fetch(url + path, { headers: browser });
      expect([response.status, response.headers.get("content-type")]).toEqual([200, "text/html; charset=utf-8"]);
      expect(response.headers.get("cache-control")).toBe("no-store");
      expect(await response.text()).toContain("<title>console</title>");
    }
    expect(reads).toBe(1);
  });

  it("lets in scripts, styles and calls of its own origin and of the issuer only", async () => {
    const policy = (await fetch(url, { headers: browser })).headers.get("content-security-policy") ?? "";
    expect(policy.split("; ")).toEqual([
      "default-src 'none'",
      "script-src 'self'",
      "style-src 'self'",
      "img-src 'self' data:",
      "connect-src 'self' https://auth.example",
      "base-uri 'none'",
      "form-action 'none'",
      "frame-ancestors 'none'",
    ]);
  });

  it.each([undefined, "*/*", "application/json"])("is not what programs get that accept %s", async (accept) => {
    const response = await fetch(url, { headers: accept === undefined ? {} : { accept } });
    expect(await response.json()).toEqual({ what: "else" });
  });

  it("lets browsers keep its assets for ever, and sends them compressed", async () => {
    const response = await fetch(`${url}/assets/index-1.js`, { headers: { "accept-encoding": "identity" } });
    expect(response.headers.get("cache-control")).toBe("public, max-age=31536000, immutable");
    expect(response.headers.get("content-encoding")).toBeNull();
    const text = await response.text();
    const zipped = await fetchRaw(`${url}/assets/index-1.js`);
    expect(gunzipSync(zipped).toString()).toBe(text);
    expect(zipped.length).toBeLessThan(text.length);
  });

  it.each(["/assets/index-2.js", "/assets/../index.html", "/assets/..%2Findex.html", "/assets/%00", "/assets/"])(
    "has nothing at %s",
    async (path) => {
      const response = await fetch(url + path, { headers: { accept: "application/json" } });
      expect(await response.json()).toEqual({ what: "else" });
    },
  );

  it("does not answer what is no question", async () => {
    const response = await fetch(url, { method: "POST", headers: browser });
    expect(await response.json()).toEqual({ what: "else" });
  });

  it("is not there where nobody built it", async () => {
    const bare = await listen(() => read(join(built, "nowhere")));
    expect(await (await fetch(bare.url, { headers: browser })).json()).toEqual({ what: "else" });
    bare.server.close();
  });
});

async function read(folder: string): Promise<StaticFiles> {
  return toStaticFiles(await readFolder(pathToFileURL(`${folder}/`)));
}

async function listen(read: () => Promise<StaticFiles>): Promise<{ server: Server; url: string }> {
  const app = express()
    .use(serveConsole({ read, issuer: "https://auth.example/tenant" }))
    .use((_request, response) => void response.json({ what: "else" }));
  const server = createServer(app);
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("it does not listen");
  return { server, url: `http://127.0.0.1:${address.port}` };
}

/** As it comes over the wire: `fetch` would unpack it. */
async function fetchRaw(url: string): Promise<Buffer> {
  const { get } = await import("node:http");
  const { buffer } = await import("node:stream/consumers");
  return await new Promise((resolve, reject) => {
    get(url, { headers: { "accept-encoding": "gzip" } }, (response) => resolve(buffer(response))).on("error", reject);
  });
}
