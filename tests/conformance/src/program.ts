import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import { type AdminRpc, signInAsAdmin } from "./admin-rpc.ts";
import { controlOf, type DevControl } from "./dev-control.ts";
import { type Child, type ChildOptions, run, startChild } from "./child.ts";
import { startDemo } from "./demo.ts";
import { freePort } from "@sallyport/fixtures/free-port";
import { type Front, startFront } from "./front.ts";
import type { Registered } from "./mcp-app.ts";
import type { Account } from "./browser-person.ts";

/** The started program, with the demo MCP server as its resource. */
export interface Program extends AsyncDisposable {
  readonly issuer: string;
  /** The demo's MCP endpoint. */
  readonly mcpUrl: string;
  /** Somebody who can sign in. */
  readonly account: Account;
}

/** How a command of the program is run: from the sources, or the executable that is to be proven. */
export function program(...args: string[]): ChildOptions {
  const executable = process.env["SALLYPORT_EXECUTABLE"];
  if (executable === undefined) return { args: ["apps/sallyport/src/main.ts", ...args] };
  return { command: executable, args };
}

const devReady = z.object({
  issuer: z.string(),
  adminUrl: z.string(),
  mcpUrl: z.string(),
  users: z.array(z.object({ email: z.string(), password: z.string(), role: z.string() })),
});

export interface Dev extends Program {
  readonly adminUrl: string;
  readonly control: DevControl;
  /** Somebody else who can sign in. */
  readonly other: Account;
}

/** `sallyport dev` on free ports: everything in memory, registration open. */
export async function startDev(...options: readonly string[]): Promise<Dev> {
  const child = startChild(program("dev", "--json", "--demo", "--port", "0", "--quiet", ...options));
  const { issuer, adminUrl, mcpUrl, users } = await readyLine(child, devReady);
  const [account, other] = users.filter(({ role }) => role === "user");
  if (account === undefined || other === undefined) throw new Error("dev has not two people to sign in");
  const control = controlOf(adminUrl);
  return { issuer, adminUrl, control, mcpUrl, account, other, [Symbol.asyncDispose]: () => child.stop() };
}

interface NewClient {
  readonly type: "public" | "confidential";
  readonly accessTokenTtlSeconds?: number | undefined;
}

/** `sallyport serve` over a SQLite file. */
export interface Served extends Program {
  /** By the administrators' RPC. */
  createClient(client: NewClient): Promise<Registered>;
  /** Runs another command of the program on the same database: what it prints with `--json`. */
  command(...args: readonly string[]): Promise<unknown>;
  /** Stands before the server, as a proxy does in production. */
  readonly front: Front;
  /** Stops the server, does something while nobody serves, and starts it at the same place. */
  restart(meanwhile: () => Promise<unknown>): Promise<void>;
  /** The admin listener. */
  readonly adminUrl: string;
  /** Whom the first start made. */
  readonly owner: Account;
}

/** For every port (RFC 8252 section 7.3). */
export const loopbackRedirectUri = "http://127.0.0.1/callback";
const alice = { email: "alice@example.com", password: "correct horse battery" };
const owner = { email: "owner@example.com", password: randomBytes(12).toString("base64url") };
const serveReady = z.object({ adminUrl: z.string() });

/**
 * `sallyport serve` with open registration, at an issuer with the given path; people and
 * resource come from the command line. With more options for the server.
 */
export async function startServe(issuerPath = "", options: readonly string[] = []): Promise<Served> {
  await using stack = new AsyncDisposableStack();
  const folder = await mkdtemp(join(tmpdir(), "sallyport-"));
  stack.defer(() => rm(folder, { recursive: true }));
  const database = `sqlite:${join(folder, "sallyport.db")}`;
  const command = async (...args: readonly string[]): Promise<unknown> => {
    const { code, stdout, stderr } = await run(program(...args, "--database", database, "--json"));
    if (code !== 0) throw new Error(`sallyport ${args.join(" ")} ended with ${code}: ${stderr}`);
    return JSON.parse(stdout);
  };

  const [port, ownPort, adminPort] = [await freePort(), await freePort(), await freePort()];
  const issuer = `http://127.0.0.1:${port}${issuerPath}`;
  const demo = stack.use(await startDemo(issuer));
  await Promise.all([
    command("users", "create", "--email", alice.email, "--password", alice.password),
    command("resources", "create", "--uri", demo.url, "--scope", "demo:read demo:write"),
  ]);

  const place = ["--port", String(ownPort), "--admin-port", String(adminPort)];
  const args = ["--issuer", issuer, "--allow-http-loopback", "--open-registration", ...place];
  const env = { SALLYPORT_OWNER_EMAIL: owner.email, SALLYPORT_OWNER_PASSWORD: owner.password };
  const server = program("serve", ...args, ...options, "--database", database, "--quiet", "--json");
  let child = startChild({ ...server, env });
  stack.defer(() => child.stop());
  const { adminUrl } = await readyLine(child, serveReady);
  const front = stack.use(await startFront(port, ownPort));

  let administration: Promise<AdminRpc> | undefined;
  const resources = stack.move();
  return {
    issuer,
    mcpUrl: demo.url,
    account: alice,
    front,
    adminUrl,
    owner,
    async createClient({ type, accessTokenTtlSeconds }) {
      administration ??= signInAsAdmin(adminUrl, owner);
      const input = {
        clientName: "Notes",
        clientType: type,
        redirectUris: [loopbackRedirectUri],
        accessTokenTtlSeconds,
      };
      return created.parse(await (await administration).mutate("clients.create", input));
    },
    command,
    async restart(meanwhile) {
      await child.stop();
      await meanwhile();
      child = startChild({ ...server, env });
      await readyLine(child, serveReady);
    },
    [Symbol.asyncDispose]: () => resources.disposeAsync(),
  };
}

const created = z
  .object({ clientId: z.string(), clientSecret: z.string().optional() })
  .transform(({ clientId, clientSecret }) => ({
    client_id: clientId,
    ...(clientSecret === undefined ? {} : { client_secret: clientSecret }),
  }));

/** The line of JSON that says that the program answers, or why it does not. */
async function readyLine<Schema extends z.ZodType>(child: Child, schema: Schema): Promise<z.infer<Schema>> {
  const line = await child.line((text) => (text.startsWith("{") ? text : undefined));
  const ready = schema.safeParse(JSON.parse(line));
  if (ready.success) return ready.data;
  throw new Error(`the program did not start as it should: ${line}`);
}
