import { readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Packed, packPackage } from "@sallyport/packed";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";

const packageFolder = dirname(dirname(fileURLToPath(import.meta.url)));
const source = JSON.parse(readFileSync(join(packageFolder, "package.json"), "utf8"));
const drivers = ["better-sqlite3", "drizzle-orm"];

vi.setConfig({ hookTimeout: 120_000, testTimeout: 60_000 });

let packed: Packed;
beforeAll(() => {
  packed = packPackage(packageFolder, { project: ["@types/node", "typescript"], dependencies: ["jose", "zod"] });
});
afterAll(() => packed[Symbol.dispose]());

describe("the packed core", () => {
  it("depends on jose and zod, and on database drivers as optional peers only", () => {
    const { dependencies, peerDependencies, peerDependenciesMeta, exports } = packed.manifest;
    expect(Object.keys(dependencies)).toEqual(["jose", "zod"]);
    expect(Object.keys(peerDependencies ?? {})).toEqual(drivers);
    expect(peerDependenciesMeta).toEqual(Object.fromEntries(drivers.map((name) => [name, { optional: true }])));
    expect(Object.keys(exports)).toEqual(Object.keys(source.exports));
  });

  it("contains JavaScript and declarations, and no sources or tests", () => {
    const others = packed.files.filter((file) => !/^package\/dist\/[\w./-]+\.(?:js|d\.ts)$/.test(file));
    expect(others.sort()).toEqual(["package/LICENSE", "package/README.md", "package/package.json"]);
    expect(packed.files.filter((file) => file.includes(".test."))).toEqual([]);
  });

  it("passes publint", async () => {
    expect(await packed.lint()).toEqual([]);
  });

  it("has types that every resolution of ES modules finds (attw)", () => {
    const { entries, problems } = packed.checkTypes();
    expect(entries).toHaveLength(Object.keys(source.exports).length);
    expect(problems).toEqual([]);
  });
});

/** Prints the packages that `import "@sallyport/core"` loads, and the native addons of the process. */
const loadedModules = `
  import { registerHooks } from "node:module";
  const urls = [];
  registerHooks({
    load(url, context, next) {
      urls.push(url);
      return next(url, context);
    },
  });
  await import("@sallyport/core");
  const packages = urls.flatMap((url) => /.*node_modules\\/((?:@[^/]+\\/)?[^/]+)/.exec(url)?.[1] ?? []);
  const own = urls.filter((url) => url.includes("/dist/") && url.includes("sallyport"));
  const addons = process.report.getReport().sharedObjects.filter((file) => file.endsWith(".node"));
  console.log(JSON.stringify({ packages: [...new Set(packages)].sort(), isLoaded: own.length > 0, addons }));
`;

/** A server of its own over the memory store: it issues an access token and verifies it. */
const issueToken = `
  import { createProvider, createSystemRandom, epochSeconds, Secret, type OAuthRequest } from "@sallyport/core";
  import { openMemoryStore } from "@sallyport/core/stores/memory";

  const provider = await createProvider(
    { issuer: "https://as.example" },
    {
      store: openMemoryStore(),
      clock: { now: () => epochSeconds(Date.now() / 1_000) },
      random: createSystemRandom(),
      passwords: {
        hash: async (password) => password,
        verify: async (hash, password) => hash === password,
        isCommon: async () => false,
        canVerify: () => true,
        isCurrent: () => true,
      },
      documents: { fetch: () => Promise.reject(new Error("no documents")) },
      events: { emit: () => undefined },
      masterKey: new Secret("0123456789abcdef0123456789abcdef"),
    },
  );
  await provider.manage.resources.create({ uri: "https://mcp.example/mcp", scopes: [{ name: "read" }] });
  const { client, secret = "" } = await provider.manage.clients.create({
    name: "Machine",
    type: "confidential",
    redirectUris: [],
    grantTypes: ["client_credentials"],
    scopes: ["read"],
  });
  const post = (form: Record<string, string>): OAuthRequest => ({
    method: "POST",
    query: "",
    body: new URLSearchParams(form).toString(),
    contentType: "application/x-www-form-urlencoded",
    authorization: ["Basic " + btoa(client.id + ":" + secret)],
    address: "127.0.0.1",
    userAgent: "test",
  });
  const issued = await provider.token(post({ grant_type: "client_credentials" }));
  const seen = await provider.introspect(post({ token: String(issued.body?.["access_token"]) }));
  console.log(JSON.stringify({ status: issued.status, type: issued.body?.["token_type"], active: seen.body?.["active"] }));
`;

const compilerOptions = { target: "es2024", module: "nodenext", types: ["node"], strict: true, skipLibCheck: false };

describe("an empty project with the core alone", () => {
  it("loads jose and zod, and neither a driver nor a native addon", () => {
    writeFileSync(join(packed.folder, "loaded.mjs"), loadedModules);
    const loaded = JSON.parse(packed.run(process.execPath, ["loaded.mjs"]));
    expect(loaded).toEqual({ packages: expect.any(Array), isLoaded: true, addons: [] });
    expect(loaded.packages).toEqual(expect.arrayContaining(["jose", "zod"]));
    expect(loaded.packages.filter((name: string) => drivers.includes(name))).toEqual([]);
  });

  it("compiles and issues a token over the memory store", () => {
    writeFileSync(join(packed.folder, "issue.ts"), issueToken);
    writeFileSync(join(packed.folder, "tsconfig.json"), JSON.stringify({ compilerOptions, include: ["issue.ts"] }));
    packed.compile();
    const seen = JSON.parse(packed.run(process.execPath, ["issue.js"]));
    expect(seen).toEqual({ status: 200, type: "Bearer", active: true });
  });

  it("asks for the driver only where the SQLite store is imported", () => {
    writeFileSync(join(packed.folder, "sqlite.mjs"), 'import "@sallyport/core/stores/sqlite";');
    expect(() => packed.run(process.execPath, ["sqlite.mjs"])).toThrow(
      /Cannot find package '(?:better-sqlite3|drizzle-orm)'/,
    );
  });
});
