import { type Child, startChild } from "./child.ts";

export interface Demo extends AsyncDisposable {
  /** The MCP endpoint, which is also the resource. */
  readonly url: string;
}

/** The demo MCP server, on a free port. The issuer need not run yet. */
export async function startDemo(issuer: string): Promise<Demo> {
  const child: Child = startChild({ args: ["apps/demo-mcp/src/main.ts", "--issuer", issuer, "--port", "0"] });
  const url = await child.line((line) => /^MCP server at (\S+), /.exec(line)?.[1]);
  return { url, [Symbol.asyncDispose]: () => child.stop() };
}
