import { readFile } from "node:fs/promises";
import { z } from "zod";
import { type AdminRpc, signInAsAdmin } from "./admin-rpc.ts";
import { call, type Route } from "./call.ts";
import { startChild } from "./child.ts";
import { type DocumentHost, startDocumentHost } from "./document-host.ts";
import { type Account, createPerson, type Person } from "./browser-person.ts";
import { program } from "./program.ts";
import { trust } from "./request-for.ts";

/** A started program that fetches the documents of clients, and everybody who is needed to play one against it. */
export interface ClientHarness extends AsyncDisposable {
  readonly issuer: string;
  readonly mcpUrl: string;
  readonly metadata: z.infer<typeof metadataSchema>;
  /** The scope that the MCP server's challenge names. */
  readonly challenged: string;
  /** A second way to the server, where this machine has one. */
  readonly detour: Route;
  readonly documents: DocumentHost;
  /** The documents that the program itself serves: their addresses by name. */
  readonly hosted: ReadonlyMap<string, string>;
  /** Lets a program trust the server. */
  readonly env: Readonly<Record<string, string>>;
  readonly person: Person;
  readonly account: Account;
  readonly admin: AdminRpc;
}

const ready = z.object({
  issuer: z.string(),
  adminUrl: z.string(),
  mcpUrl: z.string(),
  ca: z.string().optional(),
  documents: z.array(z.object({ name: z.string(), url: z.string() })),
  users: z.array(z.object({ email: z.string(), password: z.string(), role: z.string() })),
});

const metadataSchema = z.object({
  authorization_endpoint: z.string(),
  token_endpoint: z.string(),
  registration_endpoint: z.string(),
  revocation_endpoint: z.string(),
  scopes_supported: z.array(z.string()),
  token_endpoint_auth_methods_supported: z.array(z.string()),
});

const resourceSchema = z.object({ authorization_servers: z.tuple([z.string()]) });

/** `sallyport dev` on free ports, with the demo and whatever else `options` ask for. */
export async function startClientHarness(...options: readonly string[]): Promise<ClientHarness> {
  await using stack = new AsyncDisposableStack();
  const documents = stack.use(await startDocumentHost());
  const dev = program("dev", "--json", "--demo", "--port", "0", "--quiet", ...options);
  const child = stack.use(startChild({ ...dev, env: documents.env }));
  const line = await child.line((text) => (text.startsWith("{") ? text : undefined));
  const { issuer, adminUrl, mcpUrl, ca, users, documents: hosted } = ready.parse(JSON.parse(line));
  if (ca !== undefined) trust(await readFile(ca, "utf8"));
  const account = users.find(({ role }) => role === "user");
  const owner = users.find(({ role }) => role === "owner");
  if (account === undefined || owner === undefined) throw new Error("dev lacks people");

  const { challenged, server } = await discover(mcpUrl);
  const metadata = await call(`${server}/.well-known/oauth-authorization-server`);
  await call(`${server}/.well-known/openid-configuration`);
  const found = {
    issuer,
    mcpUrl,
    metadata: metadataSchema.parse(metadata.json),
    challenged,
    detour: await findDetour(issuer),
    documents,
    hosted: new Map(hosted.map(({ name, url }) => [name, url])),
    env: ca === undefined ? {} : { NODE_EXTRA_CA_CERTS: ca },
    person: createPerson(account),
    account,
    admin: await signInAsAdmin(adminUrl, owner),
  };
  const resources = stack.move();
  return { ...found, [Symbol.asyncDispose]: () => resources.disposeAsync() };
}

/** As a client that knows the MCP server only: its challenge, its metadata, its authorization server. */
async function discover(mcpUrl: string): Promise<{ challenged: string; server: string }> {
  const { headers } = await call(mcpUrl, { method: "POST" });
  const challenge = headers["www-authenticate"] ?? "";
  const [, challenged = ""] = / scope="([^"]*)"/.exec(challenge) ?? [];
  const [, place = ""] = / resource_metadata="([^"]*)"/.exec(challenge) ?? [];
  const resource = resourceSchema.parse((await call(place)).json);
  return { challenged, server: resource.authorization_servers[0] };
}

/** The other loopback addresses that a machine may have; the last is none. */
const detours: readonly Route[] = [{ host: "::1" }, { localAddress: "127.0.0.2" }, {}];

async function findDetour(issuer: string): Promise<Route> {
  for (const route of detours) {
    const { status } = await call(`${issuer}/healthz`, { route }).catch(() => ({ status: 0 }));
    if (status === 200) return route;
  }
  throw new Error(`${issuer} does not answer`);
}
