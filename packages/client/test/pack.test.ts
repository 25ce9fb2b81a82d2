import { spawn } from "node:child_process";
import { once } from "node:events";
import { copyFileSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { type Packed, packPackage } from "@sallyport/packed";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { createAdminClient } from "../src/index.ts";

const packageFolder = dirname(dirname(fileURLToPath(import.meta.url)));
const checkout = join(packageFolder, "../..");
const readme = readFileSync(join(packageFolder, "README.md"), "utf8");
const examplesIn = (language: string) =>
  [...readme.matchAll(/```(\w+)\n(.*?)```/gs)].filter(([, name]) => name === language).map(([, , code = ""]) => code);
const examples = examplesIn("ts");

vi.setConfig({ hookTimeout: 60_000, testTimeout: 60_000 });

const peers = ["@tanstack/react-query", "@trpc/tanstack-react-query", "react"];

let packed: Packed;
beforeAll(() => {
  packed = packPackage(packageFolder, {
    project: ["@types/node", "@types/react", "typescript", ...peers],
    dependencies: ["@trpc/client", "@trpc/server", "eventsource", "superjson", ...peers],
  });
});
afterAll(() => packed[Symbol.dispose]());

const targets = {
  node: { module: "nodenext", types: ["node"] },
  page: { module: "preserve", types: [], lib: ["es2024", "dom", "dom.iterable"], jsx: "react-jsx" },
};

function write(name: string, text: string): void {
  writeFileSync(join(packed.folder, name), text);
}

function compile(files: readonly string[], target: object): void {
  const common = { target: "es2024", strict: true, noImplicitReturns: true, noEmit: true, skipLibCheck: true };
  write("tsconfig.json", JSON.stringify({ compilerOptions: { ...common, ...target }, files }));
  packed.compile();
}

interface Dev extends AsyncDisposable {
  adminUrl: string;
}

/** The program with its people, on free ports. */
async function startDev(): Promise<Dev> {
  const args = [join(checkout, "apps/sallyport/src/main.ts"), "dev", "--json", "--quiet", "--port", "0"];
  const child = spawn(process.execPath, args, { cwd: packed.folder, stdio: ["ignore", "pipe", "inherit"] });
  const closed = once(child, "close");
  const [line] = await Promise.race([once(createInterface(child.stdout), "line"), closed]);
  const { adminUrl } = JSON.parse(String(line));
  return {
    adminUrl,
    async [Symbol.asyncDispose]() {
      child.kill();
      await closed;
    },
  };
}

describe("the packed package", () => {
  it("depends on four packages of others by version, and on nothing of the workspace; TanStack is a choice", () => {
    const { dependencies, peerDependencies = {}, peerDependenciesMeta = {}, exports } = packed.manifest;
    expect(Object.keys(dependencies)).toEqual(["@trpc/client", "@trpc/server", "eventsource", "superjson"]);
    expect(Object.values(dependencies).every((version) => /^\d+\.\d+\.\d+$/.test(String(version)))).toBe(true);
    expect(Object.keys(peerDependencies)).toEqual(["@tanstack/react-query", "@trpc/tanstack-react-query", "react"]);
    expect(Object.keys(peerDependencies).every((name) => peerDependenciesMeta[name]?.optional)).toBe(true);
    expect(Object.keys(exports)).toEqual([".", "./tanstack"]);
  });

  it("holds code and declarations that need nothing of the server, and no sources or tests", () => {
    const { files } = packed;
    const built = files.filter((file) =>
      /^package\/dist\/([\w-]+\.d\.ts|(index|tanstack|sallyport-error)\.js)$/.test(file),
    );
    expect(files.filter((file) => !built.includes(file)).sort()).toEqual([
      "package/LICENSE",
      "package/README.md",
      "package/package.json",
    ]);
    const text = packed.textOf(built);
    expect(text).not.toMatch(/@sallyport\/(rpc|core)|Context\b(?<!TRPCContext|AdminContext)|zod/);
    const code = built.filter((file) => file.endsWith(".js"));
    expect(packed.textOf(code)).not.toMatch(/@trpc\/server|node:/);
    expect(packed.textOf(["package/dist/index.js"])).not.toMatch(/react/);
  });

  it("passes publint", async () => {
    expect(await packed.lint()).toEqual([]);
  });

  it("has types that every resolution of ES modules finds (attw)", () => {
    const { entries, problems } = packed.checkTypes();
    expect(entries).toEqual([".", "./tanstack"]);
    expect(problems).toEqual([]);
  });
});

/** What a program of others would say, with what it must not. */
const script = `
import { createAdminClient, isSallyportError } from "@sallyport/client";
const [url = "", email = "", password = ""] = process.argv.slice(2);
const admin = createAdminClient({ url, credentials: { email, password } });
// @ts-expect-error -- There is no such procedure.
export const unknownProcedure = () => admin.clients.destroy.mutate({ clientId: "x" });
// @ts-expect-error -- It is a Date.
export const noText = async (): Promise<string> => (await admin.session.me.query()).signedInAt;
async function outcomeOf(call: () => Promise<unknown>): Promise<string> {
  try {
    await call();
    return "done";
  } catch (error) {
    if (!isSallyportError(error)) throw error;
    const { sallyportCode, field, requestId } = error.data;
    switch (sallyportCode) {
      case "already_exists": case "conflict": case "invalid_input": return \`\${sallyportCode}: \${field}\`;
      case "not_found": case "unauthenticated": return \`\${sallyportCode}, \${typeof requestId}\`;
      case "forbidden": case "internal": case "method_not_supported": case "rate_limited":
      case "too_large": case "unavailable": case "unsupported_media_type": return "unexpected";
    }
  }
}
const redirectUris = ["https://notes.example/callback"];
const resource = { uri: "https://notes.example/mcp" };
console.log(JSON.stringify([
  await outcomeOf(() => admin.clients.create.mutate({ clientName: "Notes", redirectUris })),
  await outcomeOf(() => admin.clients.create.mutate({ clientName: "Notes", redirectUris: ["javascript:x"] })),
  await outcomeOf(() => admin.resources.create.mutate(resource)),
  await outcomeOf(() => admin.resources.create.mutate(resource)),
  await outcomeOf(() => admin.clients.get.query({ clientId: "nobody" })),
  await outcomeOf(async () => {
    const { userId } = await admin.session.me.query();
    await admin.users.signOutEverywhere.mutate({ userId });
    const { items } = await admin.clients.list.query();
    if (!items.every(({ createdAt }) => createdAt.getTime() > 0)) throw new Error("no date");
  }),
]));
`;

describe("in a project of others", () => {
  it("has declarations that hold by themselves", () => {
    const entries = ["@sallyport/client", "@sallyport/client/tanstack"];
    write("uses.ts", entries.map((entry) => `export * from "${entry}";\n`).join(""));
    // Declarations of tRPC's server name `ws`, which it does not bring along.
    const ws = "namespace ws { type WebSocket = object; type WebSocketServer = object }";
    write("ws.d.ts", `declare module "ws" { ${ws} export default ws; }\n`);
    compile(["uses.ts", "ws.d.ts"], { ...targets.node, skipLibCheck: false });
  });

  it("compiles and runs against the program, also when its session is ended", async () => {
    write("script.ts", script);
    compile(["script.ts"], targets.node);
    await using dev = await startDev();
    const outcomes = (...args: string[]) =>
      JSON.parse(packed.run(process.execPath, ["script.ts", dev.adminUrl, ...args]));
    expect(outcomes("admin@example.com", "admin-pass")).toEqual([
      "done",
      "invalid_input: redirectUris",
      "done",
      "already_exists: uri",
      "not_found, string",
      "done",
    ]);
    const refused = outcomes("admin@example.com", "wrong");
    expect(new Set(refused)).toEqual(new Set(["unauthenticated, string"]));
  });

  it("has examples in the README that compile, for Node and for pages, and the first one runs", async () => {
    await using dev = await startDev();
    const files = examples.map((code, index) => {
      write(`example-${index}.ts`, code.replaceAll("http://localhost:4456", dev.adminUrl));
      return `example-${index}.ts`;
    });
    compile(files, targets.node);
    const pages = examplesIn("tsx").map((code, index) => {
      write(`page-${index}.tsx`, code);
      return `page-${index}.tsx`;
    });
    expect(pages).not.toEqual([]);
    compile([...files, ...pages], targets.page);
    expect(packed.run(process.execPath, ["example-0.ts"])).toMatch(/^created \S+$/m);
    expect(packed.run(process.execPath, ["example-0.ts"])).toMatch(/^Notes \d{4}-\d\d-\d\dT/m);
  });

  it("has examples that compile, and a script that follows what happens with an API key", async () => {
    const examples = join(packageFolder, "examples");
    for (const file of readdirSync(examples)) copyFileSync(join(examples, file), join(packed.folder, file));
    compile(["tail.ts", "clients-route.ts"], targets.node);
    compile(["waiting-clients.tsx"], targets.page);
    await using dev = await startDev();
    const credentials = { email: "admin@example.com", password: "admin-pass" };
    const admin = createAdminClient({ url: dev.adminUrl, credentials });
    const { apiKey } = await admin.apiKeys.create.mutate({ name: "tail", role: "viewer" });
    const env = { ...process.env, SALLYPORT_ADMIN_URL: dev.adminUrl, ADMIN_API_KEY: apiKey };
    const tail = spawn(process.execPath, ["tail.ts"], {
      cwd: packed.folder,
      env,
      stdio: ["ignore", "pipe", "inherit"],
    });
    const closed = once(tail, "close");
    try {
      let last = "";
      for await (const line of createInterface(tail.stdout)) {
        last = line;
        if (line.endsWith(" api_key.created person")) {
          await admin.resources.create.mutate({ uri: "https://late.example/mcp" });
        }
        if (line.endsWith(" resource.created person")) break;
      }
      expect(last).toMatch(/^\d{4}-.*Z resource\.created person$/);
    } finally {
      tail.kill();
      await closed;
    }
  });
});
