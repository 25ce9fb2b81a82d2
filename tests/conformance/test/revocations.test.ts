import { createDriver, read } from "@sallyport/fixtures";
import { beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { type Demo, startDemo } from "../src/demo.ts";
import { freePort } from "@sallyport/fixtures/free-port";
import { loopbackRedirectUri, type Served, startServe } from "../src/program.ts";

const created = z.object({ client_id: z.string(), client_secret: z.string() });

let served: Served;
/** A resource server that verifies tokens by itself, and reads the feed. */
let demo: Demo;
beforeAll(async () => {
  await using stack = new AsyncDisposableStack();
  served = stack.use(await startServe());
  const port = await freePort();
  const url = `http://127.0.0.1:${port}/mcp`;
  const resource = await createClient("Demo", "--grant-type", "client_credentials", "--mcp-server-url", url);
  const feed = { url: `${served.issuer}/oauth/provider/revocations`, ...credentialsOf(resource) };
  demo = stack.use(await startDemo(served.issuer, { port, feed }));
  expect(demo.url).toBe(url);
  const started = stack.move();
  return () => started.disposeAsync();
});

const createClient = async (name: string, ...flags: string[]) =>
  created.parse(await served.command("clients", "create", "--name", name, "--type", "confidential", ...flags));

const credentialsOf = ({ client_id: clientId, client_secret: clientSecret }: z.infer<typeof created>) => ({
  clientId,
  clientSecret,
});

/** What the demo says to a token: 401, or something that only who got in hears. */
async function statusOf(token: unknown): Promise<number> {
  const headers = { authorization: `Bearer ${String(token)}`, accept: "text/event-stream" };
  const { status, body } = await fetch(demo.url, { headers });
  await body?.cancel();
  return status;
}

async function startMachine() {
  const flags = ["--grant-type", "client_credentials", "--scope", "demo:read"];
  const client = await createClient("Machine", ...flags);
  const { clientId, clientSecret } = credentialsOf(client);
  const driver = createDriver({ issuer: served.issuer, clientId, clientSecret, redirectUri: loopbackRedirectUri });
  const ask = async () => {
    const reply = await driver.post("token_endpoint", { grant_type: "client_credentials", resource: demo.url });
    return read(reply)["access_token"];
  };
  return { clientId, driver, ask };
}

describe("a resource server that verifies by itself and reads the feed", () => {
  it("[mcp:H22 seed:D124] refuses a person's token once the grant was revoked", async () => {
    const { client_id: clientId } = z
      .object({ client_id: z.string() })
      .parse(await served.command("clients", "create", "--name", "App", "--redirect-uri", loopbackRedirectUri));
    const account = served.account;
    const driver = createDriver({ issuer: served.issuer, clientId, redirectUri: loopbackRedirectUri, account });
    const asked = { scope: "demo:read", resource: demo.url };
    const [one, other] = [read(await driver.getTokens(asked)), read(await driver.getTokens(asked))];
    expect(await statusOf(one["access_token"])).not.toBe(401);
    await driver.revoke(String(one["refresh_token"]));
    expect(await statusOf(one["access_token"])).toBe(401);
    expect(await statusOf(other["access_token"])).not.toBe(401);
  });

  it("[mcp:H22] refuses a client's own token that was revoked, and no other", async () => {
    const { driver, ask } = await startMachine();
    const [one, other] = [await ask(), await ask()];
    expect(await statusOf(one)).not.toBe(401);
    await driver.revoke(String(one));
    expect(await statusOf(one)).toBe(401);
    expect(await statusOf(other)).not.toBe(401);
  });

  it("[mcp:H22] refuses all tokens of a client that another process turned off", async () => {
    const { clientId, ask } = await startMachine();
    const token = await ask();
    expect(await statusOf(token)).not.toBe(401);
    await served.command("clients", "disable", clientId);
    expect(await statusOf(token)).toBe(401);
  });
});
