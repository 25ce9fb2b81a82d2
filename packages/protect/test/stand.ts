import { createServer } from "node:http";
import type { RequestListener, Server } from "node:http";
import { createProtection, parseToolScopes } from "../src/index.ts";
import type { ProtectionOptions } from "../src/index.ts";

const issuer = "http://127.0.0.1:4455";

/** What the issuer says of a token `name`, or `name|scope scope`, for the resource; `dead` is revoked. */
export function claimsOf(token: string, resource: string): unknown {
  const [sub, scope = ""] = Buffer.from(token, "base64url").toString().split("|");
  if (sub === "dead") return undefined;
  return { iss: issuer, sub, aud: resource, exp: 4_000_000_000, client_id: `client of ${sub}`, scope };
}

/** The `Authorization` of a person with these scopes. */
export function as(person: string, scope = ""): { authorization: string } {
  return { authorization: `Bearer ${Buffer.from(`${person}|${scope}`).toString("base64url")}` };
}

export interface Stand extends AsyncDisposable {
  /** The protected endpoint. */
  readonly url: string;
  readonly troubles: unknown[];
  readonly checkStreams: () => Promise<void>;
  readonly endStreams: () => void;
}

type Options = Partial<Omit<ProtectionOptions, "tools">> & { readonly tools?: unknown };

/** A proxy on a free port, before the endpoint `upstream`. */
export async function protectUpstream(upstream: string, { tools, ...options }: Options = {}): Promise<Stand> {
  const server = createServer();
  const origin = await listen(server);
  const url = `${origin}/mcp`;
  const troubles: unknown[] = [];
  const { listener, checkStreams, endStreams } = await createProtection({
    upstream,
    publicUrl: url,
    hosts: [new URL(url).host],
    issuer,
    lookUp: (token) => Promise.resolve(claimsOf(token, url)),
    tools: tools === undefined ? undefined : parseToolScopes(tools),
    secret: Buffer.alloc(32, "secret"),
    onTrouble: (cause) => troubles.push(cause),
    ...options,
  });
  server.on("request", listener);
  return { url, troubles, checkStreams, endStreams, [Symbol.asyncDispose]: () => close(server) };
}

/** A server of a few lines on a free port. @returns its origin */
export async function serve(listener: RequestListener): Promise<{ origin: string } & AsyncDisposable> {
  const server = createServer(listener);
  return { origin: await listen(server), [Symbol.asyncDispose]: () => close(server) };
}

async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  return `http://127.0.0.1:${address.port}`;
}

async function close(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => void server.close(() => resolve()));
  server.closeAllConnections();
  await closed;
}
