import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import { startChild } from "./child.ts";
import { freePort } from "./free-port.ts";
import type { Account } from "./person.ts";
import { program } from "./program.ts";

const example = createRequire(import.meta.url).resolve(
  "@modelcontextprotocol/sdk/examples/server/simpleStreamableHttp.js",
);

/** The official SDK's own example server, with sessions and resumability, and `sallyport dev --protect` before it. */
export interface Protected extends AsyncDisposable {
  /** The example itself, which asks nobody who they are. */
  readonly openUrl: string;
  readonly url: string;
  /** Of `account`, for everything. */
  readonly accessToken: string;
  readonly account: Account;
}

/** What its tools need. */
const tools = { "multi-greet": ["party"], "*": ["greet"] };

const readySchema = z.object({
  accessToken: z.string(),
  protected: z.object({ url: z.string() }),
  users: z.tuple([z.object({ email: z.string(), password: z.string() })], z.unknown()),
});

export async function startProtected(): Promise<Protected> {
  await using stack = new AsyncDisposableStack();
  const port = await freePort();
  const upstream = startChild({ args: [example], env: { MCP_PORT: String(port) } });
  stack.defer(() => upstream.stop());
  await upstream.line((line) => (line.includes(`port ${port}`) ? line : undefined));
  const folder = await mkdtemp(join(tmpdir(), "protected-"));
  stack.defer(() => rm(folder, { recursive: true }));
  const file = join(folder, "tools.json");
  await writeFile(file, JSON.stringify(tools));
  const openUrl = `http://localhost:${port}/mcp`;
  const args = ["--protect", openUrl, "--protect-tools", file, "--port", "0", "--json", "--quiet"];
  const dev = startChild(program("dev", ...args));
  stack.defer(() => dev.stop());
  const line = await dev.line((text) => (text.startsWith("{") ? text : undefined));
  const { accessToken, protected: shielded, users } = readySchema.parse(JSON.parse(line));
  const open = stack.move();
  return {
    openUrl,
    url: shielded.url,
    accessToken,
    account: users[0],
    [Symbol.asyncDispose]: () => open.disposeAsync(),
  };
}
