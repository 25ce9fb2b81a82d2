import { createServer, type IncomingMessage, request, type ServerResponse } from "node:http";
import type { ClientHarness } from "./client-harness.ts";
import { startChild } from "./child.ts";
import { freePort } from "@sallyport/fixtures/free-port";

/** An origin that an MCP server and perhaps an authorization server share, behind a reverse proxy. */
export interface Origin extends AsyncDisposable {
  readonly url: string;
  /** The MCP endpoint, which is also the resource. */
  readonly mcpUrl: string;
  /** Paths that are not there, whoever stands behind. */
  hidden: RegExp;
  /** Where everything goes that is not the MCP server's. */
  upstreamPort: number | undefined;
}

const nothing = /(?!)/;
const ofMcpServer = /^\/mcp(\/|$)|^\/\.well-known\/oauth-protected-resource/;

/**
 * The demo MCP server at an origin of its own, for tokens of the harness's server; absent: of this very origin. Its
 * challenges do not say where the metadata is.
 */
export async function startOrigin({
  issuer,
  env,
}: Partial<Pick<ClientHarness, "issuer" | "env">> = {}): Promise<Origin> {
  await using stack = new AsyncDisposableStack();
  const [port, mcpPort] = [await freePort(), await freePort()];
  const url = `http://127.0.0.1:${port}`;
  const mcpUrl = `${url}/mcp`;
  const settings = ["--issuer", issuer ?? url, "--port", String(mcpPort), "--public-url", mcpUrl];
  const child = stack.use(startChild({ args: ["apps/demo-mcp/src/main.ts", ...settings], env }));
  await child.line((line) => (line.startsWith("MCP server at ") ? line : undefined));

  const server = createServer((incoming, outgoing) => {
    const path = incoming.url ?? "/";
    const target = ofMcpServer.test(path) ? mcpPort : origin.upstreamPort;
    if (target === undefined || origin.hidden.test(path)) outgoing.writeHead(404).end();
    else pass(incoming, outgoing, target);
  });
  const { promise: listening, resolve, reject } = Promise.withResolvers<void>();
  server.on("error", reject).listen(port, "127.0.0.1", resolve);
  await listening;
  stack.defer(() => {
    server.closeAllConnections();
    return new Promise<void>((closed) => void server.close(() => closed()));
  });
  const resources = stack.move();
  const origin: Origin = {
    url,
    mcpUrl,
    hidden: nothing,
    upstreamPort: undefined,
    [Symbol.asyncDispose]: () => resources.disposeAsync(),
  };
  return origin;
}

function pass(incoming: IncomingMessage, outgoing: ServerResponse, port: number): void {
  const { method, url: path, headers } = incoming;
  const passed = request({ host: "127.0.0.1", port, method, path, headers });
  passed.on("error", () => outgoing.destroy());
  passed.on("response", (answer: IncomingMessage) => {
    const { "www-authenticate": challenge, ...rest } = answer.headers;
    const silent = challenge?.replace(/, resource_metadata="[^"]*"/, "");
    outgoing.writeHead(answer.statusCode ?? 502, { ...rest, ...(silent && { "www-authenticate": silent }) });
    answer.pipe(outgoing);
  });
  incoming.pipe(passed);
}
