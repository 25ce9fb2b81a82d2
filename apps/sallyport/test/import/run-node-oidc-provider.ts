import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { Provider } from "oidc-provider";

type Payload = Record<string, unknown>;

/** What an adapter has to keep of each model, in one map: `Client:foo`. */
function createAdapter(kept: Map<string, Payload>) {
  return class {
    readonly model: string;
    constructor(model: string) {
      this.model = model;
    }
    upsert(id: string, payload: Payload): Promise<void> {
      kept.set(`${this.model}:${id}`, payload);
      return Promise.resolve();
    }
    find(id: string): Promise<Payload | undefined> {
      return Promise.resolve(kept.get(`${this.model}:${id}`));
    }
  };
}

const redirectUri = "https://app.example/cb";

/** Runs node-oidc-provider: a client registers itself, and a person has allowed it something. */
export async function runNodeOidcProvider(userId: string) {
  const kept = new Map<string, Payload>();
  const server = createServer();
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
  const issuer = `http://localhost:${(server.address() as AddressInfo).port}`;
  try {
    const provider = new Provider(issuer, {
      adapter: createAdapter(kept),
      features: { registration: { enabled: true } },
    });
    server.on("request", provider.callback());
    const answer = await fetch(`${issuer}/reg`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ client_name: "Web", redirect_uris: [redirectUri], scope: "openid offline_access" }),
    });
    const client = (await answer.json()) as { client_id: string; client_secret: string };
    const grant = new provider.Grant({ accountId: userId, clientId: client.client_id });
    grant.addOIDCScope("openid offline_access");
    await grant.save();
    return {
      /** As somebody writes out what the adapter keeps. */
      file: JSON.stringify(Object.fromEntries(kept)),
      clientId: client.client_id,
      clientSecret: client.client_secret,
      redirectUri,
    };
  } finally {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
}
