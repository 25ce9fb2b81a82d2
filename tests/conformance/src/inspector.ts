import { mkdtemp, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { startChild } from "./child.ts";
import { freePort } from "@sallyport/fixtures/free-port";

const require = createRequire(import.meta.url);
const manifest = require.resolve("@modelcontextprotocol/inspector/package.json");
const launcher = join(dirname(manifest), "clients/launcher/build/index.js");

/** The web page of the official Inspector, started by the command that `sallyport dev` prints. */
export interface Inspector extends AsyncDisposable {
  /** With the token that lets a browser in. */
  readonly url: string;
}

export async function startInspector(serverUrl: string): Promise<Inspector> {
  await using stack = new AsyncDisposableStack();
  const home = await mkdtemp(join(tmpdir(), "inspector-"));
  stack.defer(() => rm(home, { recursive: true }));
  const [port, sandboxPort, appPort] = [await freePort(), await freePort(), await freePort()];
  const env = {
    HOME: home,
    CLIENT_PORT: String(port),
    MCP_SANDBOX_PORT: String(sandboxPort),
    MCP_APP_ORIGIN_PORT: String(appPort),
    MCP_STORAGE_DIR: home,
    MCP_INSPECTOR_SECRET_STORE: "memory",
    MCP_AUTO_OPEN_ENABLED: "false",
  };
  const child = stack.use(
    startChild({ args: [launcher, "--transport", "http", "--server-url", serverUrl], cwd: home, env }),
  );
  const url = await child.line((line) => /http:\/\/127\.0\.0\.1:\d+\S*MCP_INSPECTOR_API_TOKEN=\S+/.exec(line)?.[0]);
  const resources = stack.move();
  return { url, [Symbol.asyncDispose]: () => resources.disposeAsync() };
}
