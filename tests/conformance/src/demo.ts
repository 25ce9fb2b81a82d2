import { type Child, startChild } from "./child.ts";

export interface Demo extends AsyncDisposable {
  /** The MCP endpoint, which is also the resource. */
  readonly url: string;
}

interface DemoOptions {
  readonly port?: number;
  /** Where it learns which tokens were revoked, as which client. */
  readonly feed?: { readonly url: string; readonly clientId: string; readonly clientSecret: string };
}

/** The demo MCP server, on a free port. The issuer need not run yet. */
export async function startDemo(issuer: string, { port = 0, feed }: DemoOptions = {}): Promise<Demo> {
  // It asks before each request, so that no test has to wait.
  const reading = feed && ["--revocations", feed.url, "--client-id", feed.clientId, "--poll-seconds", "0"];
  const child: Child = startChild({
    args: ["apps/demo-mcp/src/main.ts", "--issuer", issuer, "--port", String(port), ...(reading ?? [])],
    env: feed && { DEMO_MCP_CLIENT_SECRET: feed.clientSecret },
  });
  const url = await child.line((line) => /^MCP server at (\S+), /.exec(line)?.[1]);
  return { url, [Symbol.asyncDispose]: () => child.stop() };
}
