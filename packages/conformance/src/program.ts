import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import { type AdminRpc, signInAsAdmin } from "./admin-rpc.ts";
import { type Child, type ChildOptions, run, startChild } from "./child.ts";
import { startDemo } from "./demo.ts";
import { freePort } from "./free-port.ts";
import { type Front, startFront } from "./front.ts";
import type { Registered } from "./mcp-app.ts";
import type { Account } from "./person.ts";

/** The started program, with the demo MCP server as its resource. */
export interface Program extends AsyncDisposable {
  readonly issuer: string;
  /** The demo's MCP endpoint. */
  readonly mcpUrl: string;
  /** Somebody who can sign in. */
  readonly account: Account;
}

/** The executable to prove, in place of the sources. */
const executable = process.env["SALLYPORT_EXECUTABLE"];

function program(...args: string[]): ChildOptions {
  if (executable === undefined) return { args: ["apps/server/src/main.ts", ...args] };
  return { command: executable, args };
}

const devReady = z.object({
  issuer: z.string(),
  mcpUrl: z.string(),
  users: z.array(z.object({ email: z.string(), password: z.string(), role: z.string() })),
});

/** `sallyport dev` on free ports: everything in memory, registration open. */
export async function startDev(): Promise<Program> {
  const child = startChild(program("dev", "--json", "--demo", "--port", "0", "--quiet"));
  const { issuer, mcpUrl, users } = await readyLine(child, devReady);
  const account = users.find(({ role }) => role === "user");
  if (account === undefined) throw new Error("dev has nobody to sign in");
  return { issuer, mcpUrl, account, [Symbol.asyncDispose]: () => child.stop() };
}

export interface NewClient {
  readonly type: "public" | "confidential";
  readonly redirectUris?: readonly string[] | undefined;
  readonly accessTokenTtlSeconds?: number | undefined;
}

/** `sallyport serve` over a SQLite file. */
export interface Served extends Program {
  /** By the command line, unless it is about a lifetime, which only the administrators' RPC knows. */
  createClient(client: NewClient): Promise<Registered>;
  deleteClient(id: string): Promise<void>;
  /** Stands before the server, as a proxy does in production. */
  readonly front: Front;
}

const redirectUri = "http://127.0.0.1/callback";
const alice = { email: "alice@example.com", password: "correct horse battery" };
const owner = { email: "owner@example.com", password: randomBytes(12).toString("base64url") };
const serveReady = z.object({ adminUrl: z.string(), listening: z.object({ port: z.number() }) });

/**
 * `sallyport serve` with open registration, at an issuer with the given path; people, resource and clients
 * come from the real command line.
 */
export async function startServe(issuerPath = ""): Promise<Served> {
  await using stack = new AsyncDisposableStack();
  const folder = await mkdtemp(join(tmpdir(), "sallyport-"));
  stack.defer(() => rm(folder, { recursive: true }));
  const database = `sqlite:${join(folder, "sallyport.db")}`;
  const command = async (...args: string[]): Promise<unknown> => {
    const { code, stdout, stderr } = await run(program(...args, "--database", database, "--json"));
    if (code !== 0) throw new Error(`sallyport ${args.join(" ")} ended with ${code}: ${stderr}`);
    return JSON.parse(stdout);
  };

  const port = await freePort();
  const issuer = `http://127.0.0.1:${port}${issuerPath}`;
  const demo = stack.use(await startDemo(issuer));
  await command("users", "create", "--email", alice.email, "--password", alice.password);
  await command("resources", "create", "--uri", demo.url, "--scope", "demo:read demo:write");

  const args = ["--issuer", issuer, "--allow-http-loopback", "--open-registration", "--port", "0", "--admin-port", "0"];
  const env = { SALLYPORT_OWNER_EMAIL: owner.email, SALLYPORT_OWNER_PASSWORD: owner.password };
  const server = program("serve", ...args, "--database", database, "--quiet", "--json");
  const child = stack.use(startChild({ ...server, env }));
  const { adminUrl, listening } = await readyLine(child, serveReady);
  const front = stack.use(await startFront(port, listening.port));

  let administration: Promise<AdminRpc> | undefined;
  const resources = stack.move();
  return {
    issuer,
    mcpUrl: demo.url,
    account: alice,
    front,
    async createClient({ type, redirectUris = [redirectUri], accessTokenTtlSeconds }) {
      if (accessTokenTtlSeconds === undefined) {
        const uris = redirectUris.flatMap((uri) => ["--redirect-uri", uri]);
        return created.parse(await command("clients", "create", "--name", "Notes", "--type", type, ...uris));
      }
      administration ??= signInAsAdmin(adminUrl, owner);
      const input = { clientName: "Notes", clientType: type, redirectUris, accessTokenTtlSeconds };
      return createdByRpc.parse(await (await administration).mutate("clients.create", input));
    },
    deleteClient: async (id) => void (await command("clients", "delete", id)),
    [Symbol.asyncDispose]: () => resources.disposeAsync(),
  };
}

const created = z.object({ client_id: z.string(), client_secret: z.string().exactOptional() });
const createdByRpc = z
  .object({ clientId: z.string(), clientSecret: z.string().optional() })
  .transform(({ clientId, clientSecret }) => ({
    client_id: clientId,
    ...(clientSecret === undefined ? {} : { client_secret: clientSecret }),
  }));

/** The line of JSON that says that the program answers. */
async function readyLine<Schema extends z.ZodType>(child: Child, schema: Schema): Promise<z.infer<Schema>> {
  const line = await child.line((text) => (text.startsWith("{") ? text : undefined));
  return schema.parse(JSON.parse(line));
}
