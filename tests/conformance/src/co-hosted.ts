import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import { run, startChild } from "./child.ts";
import { type Origin, startOrigin } from "./origin.ts";
import type { Account } from "./browser-person.ts";
import { program } from "./program.ts";

const alice = { email: "alice@example.com", password: "correct horse battery" };
const ready = z.object({ listening: z.object({ port: z.number() }) });

/** The program and an MCP server at one origin, as clients of MCP 2025-03-26 expect them. */
export async function startCoHosted(): Promise<{ origin: Origin; account: Account } & AsyncDisposable> {
  await using stack = new AsyncDisposableStack();
  const folder = await mkdtemp(join(tmpdir(), "sallyport-"));
  stack.defer(() => rm(folder, { recursive: true }));
  const origin = stack.use(await startOrigin());
  const always = ["--database", `sqlite:${join(folder, "sallyport.db")}`, "--json"];
  const manage = async (...command: readonly string[]) => {
    const { code, stderr } = await run(program(...command, ...always));
    if (code !== 0) throw new Error(`${command.join(" ")}: ${stderr}`);
  };
  await manage("users", "create", "--email", alice.email, "--password", alice.password);
  await manage("resources", "create", "--uri", origin.mcpUrl, "--scope", "demo:read demo:write");

  const place = ["--issuer", origin.url, "--allow-http-loopback", "--port", "0", "--admin-port", "0", "--quiet"];
  const server = program("serve", ...place, "--open-registration", "--co-hosted", ...always);
  const owner = { SALLYPORT_OWNER_EMAIL: "owner@example.com", SALLYPORT_OWNER_PASSWORD: alice.password };
  const child = stack.use(startChild({ ...server, env: owner }));
  const line = await child.line((text) => (text.startsWith("{") ? text : undefined));
  origin.upstreamPort = ready.parse(JSON.parse(line)).listening.port;
  const resources = stack.move();
  return { origin, account: alice, [Symbol.asyncDispose]: () => resources.disposeAsync() };
}
