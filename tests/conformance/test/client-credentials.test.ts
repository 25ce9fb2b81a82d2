import { generateKeyPairSync } from "node:crypto";
import { mkdtempDisposableSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { type Identity, machineClients } from "../src/machine-clients.ts";
import { type Served, startServe } from "../src/program.ts";

const created = z.object({ client_id: z.string(), client_secret: z.string().optional() });

let served: Served;
beforeAll(async () => {
  served = await startServe();
  return () => served[Symbol.asyncDispose]();
});

async function create(...proof: string[]): Promise<z.infer<typeof created>> {
  const options = ["--name", "Nightly", "--grant-type", "client_credentials", "--scope", "demo:read demo:write"];
  return created.parse(await served.command("clients", "create", ...options, ...proof));
}

async function withSecret(): Promise<Identity> {
  const { client_id: clientId, client_secret: secret = "" } = await create("--type", "confidential");
  return { issuer: served.issuer, clientId, scope: "demo:read", proof: { secret } };
}

async function withKey(): Promise<Identity> {
  using folder = mkdtempDisposableSync(join(tmpdir(), "sallyport-keys-"));
  const file = join(folder.path, "keys.json");
  const { publicKey, privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  writeFileSync(file, JSON.stringify({ keys: [publicKey.export({ format: "jwk" })] }));
  const { client_id: clientId } = await create("--auth-method", "private_key_jwt", "--jwks-file", file);
  const pem = privateKey.export({ format: "pem", type: "pkcs8" }).toString();
  return { issuer: served.issuer, clientId, scope: "demo:read", proof: { privateKey: pem } };
}

describe.each(machineClients)("a client without a person on the SDK $name", (sdk) => {
  it.each([
    { by: "client_secret", identify: withSecret },
    { by: "private_key_jwt", identify: withKey },
  ])("[mcp:M1 mcp:M2 mcp:M3 mcp:M4] comes by $by from a 401 to the answer of a tool", async ({ identify }) => {
    const identity = await identify();
    await using machine = sdk.start(identity);
    await machine.connect(served.mcpUrl);
    const { clientId } = identity;
    const answer: unknown = JSON.parse(await machine.call("whoami"));
    expect(answer).toEqual({ client_id: clientId, subject: clientId, scopes: ["demo:read"] });
    const [asked, ...others] = machine.wire.at("/token");
    expect(others).toEqual([]);
    expect(asked).toMatchObject({
      status: 200,
      scheme: "secret" in identity.proof ? "Basic" : undefined,
      sent: { grant_type: "client_credentials", scope: "demo:read", resource: served.mcpUrl },
      received: { expires_in: 600, scope: "demo:read" },
    });
    expect(asked?.sent).not.toHaveProperty("client_id");
    expect(asked?.received).not.toHaveProperty("refresh_token");
  });
});
