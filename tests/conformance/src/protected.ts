import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import { startChild } from "./child.ts";
import { controlOf, type DevControl } from "./dev-control.ts";
import { freePort } from "@sallyport/fixtures/free-port";
import type { Account } from "./browser-person.ts";
import { program } from "./program.ts";

const example = createRequire(import.meta.url).resolve(
  "@modelcontextprotocol/sdk/examples/server/simpleStreamableHttp.js",
);

/** An MCP server, and `sallyport dev --protect` before it. */
export interface Protected extends AsyncDisposable {
  /** The server itself, which asks nobody who they are. */
  readonly openUrl: string;
  readonly url: string;
  /** Of `account`, for everything. */
  readonly accessToken: string;
  readonly account: Account;
  readonly control: DevControl;
}

/** What the tools of the example need. */
const tools = { "multi-greet": ["party"], "*": ["greet"] };

const readySchema = z.object({
  adminUrl: z.string(),
  accessToken: z.string(),
  protected: z.object({ url: z.string() }),
  users: z.tuple([z.object({ email: z.string(), password: z.string() })], z.unknown()),
});

/** Before the official SDK's own example server, with sessions and resumability. */
export async function startProtected(): Promise<Protected> {
  await using stack = new AsyncDisposableStack();
  const port = await freePort();
  const upstream = startChild({ args: [example], env: { MCP_PORT: String(port) } });
  stack.defer(() => upstream.stop());
  await upstream.line((line) => (line.includes(`port ${port}`) ? line : undefined));
  const started = stack.use(await protectServer(`http://localhost:${port}/mcp`, tools));
  const open = stack.move();
  return { ...started, [Symbol.asyncDispose]: () => open.disposeAsync() };
}

/** `sallyport dev --protect` before the MCP endpoint at `openUrl`, whose tools need these scopes. */
export async function protectServer(
  openUrl: string,
  scopesByTool: Readonly<Record<string, readonly string[]>>,
): Promise<Protected> {
  await using stack = new AsyncDisposableStack();
  const folder = await mkdtemp(join(tmpdir(), "protected-"));
  stack.defer(() => rm(folder, { recursive: true }));
  const file = join(folder, "tools.json");
  await writeFile(file, JSON.stringify(scopesByTool));
  const args = ["--protect", openUrl, "--protect-tools", file, "--port", "0", "--json", "--quiet"];
  const dev = startChild(program("dev", ...args));
  stack.defer(() => dev.stop());
  const line = await dev.line((text) => (text.startsWith("{") ? text : undefined));
  const { adminUrl, accessToken, protected: shielded, users } = readySchema.parse(JSON.parse(line));
  const open = stack.move();
  return {
    openUrl,
    url: shielded.url,
    accessToken,
    account: users[0],
    control: controlOf(adminUrl),
    [Symbol.asyncDispose]: () => open.disposeAsync(),
  };
}
