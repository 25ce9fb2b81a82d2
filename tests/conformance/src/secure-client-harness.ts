import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type ClientHarness, startClientHarness } from "./client-harness.ts";

/** An harness on https, whose program serves `count` documents of a developer: `notes-1`, `notes-2` and so on. */
export async function startSecureClientHarness(count: number): Promise<ClientHarness> {
  await using stack = new AsyncDisposableStack();
  const folder = await mkdtemp(join(tmpdir(), "sallyport-developer-"));
  stack.defer(() => rm(folder, { recursive: true }));
  const document = JSON.stringify({
    client_name: "Notes",
    redirect_uris: ["http://127.0.0.1/callback"],
    grant_types: ["authorization_code", "refresh_token"],
    token_endpoint_auth_method: "none",
  });
  const files = Array.from({ length: count }, (_, index) => join(folder, `notes-${index + 1}.json`));
  await Promise.all(files.map((file) => writeFile(file, document)));
  const options = files.flatMap((file) => ["--document", file]);
  const harness = stack.use(await startClientHarness("--https", "--certificates", folder, ...options));
  const resources = stack.move();
  return { ...harness, [Symbol.asyncDispose]: () => resources.disposeAsync() };
}
