import {
  Client as Client2,
  ClientCredentialsProvider as Secret2,
  PrivateKeyJwtProvider as Signed2,
  StreamableHTTPClientTransport as Transport2,
} from "@modelcontextprotocol/client";
import {
  ClientCredentialsProvider as Secret1,
  PrivateKeyJwtProvider as Signed1,
} from "@modelcontextprotocol/sdk/client/auth-extensions.js";
import { Client as Client1 } from "@modelcontextprotocol/sdk/client/index.js";
import { StreamableHTTPClientTransport as Transport1 } from "@modelcontextprotocol/sdk/client/streamableHttp.js";
import { textOf } from "./tool-answer.ts";
import { createWire, type Wire } from "./wire.ts";

/** A client without a person: who it is, and what proves it. */
export interface Identity {
  readonly issuer: string;
  readonly clientId: string;
  readonly scope: string;
  readonly proof: { readonly secret: string } | { readonly privateKey: string };
}

export interface Machine extends AsyncDisposable {
  readonly wire: Wire;
  connect(mcpUrl: string): Promise<void>;
  call(tool: string, args?: Record<string, unknown>): Promise<string>;
}

/** The providers that each version of the official SDK has for such clients. */
export const machineClients: readonly { name: string; start(identity: Identity): Machine }[] = [
  {
    name: "v1",
    start(identity) {
      const client = new Client1(about);
      return machineOf(client, (url, fetch) => {
        const { proof, ...rest } = optionsOf(identity);
        const authProvider =
          "secret" in proof
            ? new Secret1({ ...rest, clientSecret: proof.secret })
            : new Signed1({ ...rest, privateKey: proof.privateKey, algorithm: "ES256" });
        return client.connect(new Transport1(url, { authProvider, fetch }));
      });
    },
  },
  {
    name: "v2",
    start(identity) {
      const client = new Client2(about);
      return machineOf(client, (url, fetch) => {
        const { proof, ...rest } = optionsOf(identity);
        const authProvider =
          "secret" in proof
            ? new Secret2({ ...rest, clientSecret: proof.secret })
            : new Signed2({ ...rest, privateKey: proof.privateKey, algorithm: "ES256" });
        return client.connect(new Transport2(url, { authProvider, fetch }));
      });
    },
  },
];

const about = { name: "nightly", version: "1.0.0" };

function optionsOf({ issuer: expectedIssuer, ...rest }: Identity) {
  return { expectedIssuer, ...rest };
}

interface SdkClient {
  callTool(call: { name: string; arguments: Record<string, unknown> }): Promise<unknown>;
  close(): Promise<void>;
}

function machineOf(client: SdkClient, connect: (url: URL, fetch: Wire["fetch"]) => Promise<void>): Machine {
  const wire = createWire();
  return {
    wire,
    connect: (url) => connect(new URL(url), wire.fetch),
    call: async (name, args = {}) => textOf(await client.callTool({ name, arguments: args })),
    [Symbol.asyncDispose]: () => client.close(),
  };
}
