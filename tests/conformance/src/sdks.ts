import {
  type OAuthDiscoveryState as Discovery2,
  Client as Client2,
  type StoredOAuthClientInformation,
  type StoredOAuthTokens,
  StreamableHTTPClientTransport as Transport2,
} from "@modelcontextprotocol/client";
import type { OAuthDiscoveryState as Discovery1 } from "@modelcontextprotocol/sdk/client/auth.js";
import { Client as Client1 } from "@modelcontextprotocol/sdk/client/index.js";
import { StreamableHTTPClientTransport as Transport1 } from "@modelcontextprotocol/sdk/client/streamableHttp.js";
import type { OAuthClientInformationMixed, OAuthTokens } from "@modelcontextprotocol/sdk/shared/auth.js";
import { type App, type AppOptions, type Connection, createApp } from "./mcp-app.ts";
import { textOf } from "./tool-answer.ts";

/** An application that is ready to connect. */
export interface Started {
  readonly app: App;
  /** A connection that has not been tried. */
  open(mcpUrl: string): Connection;
}

interface Start extends AppOptions {
  /** The address of the metadata document that it has. */
  readonly documentUrl?: string;
}

/** One version of the official SDK, as it is. */
export interface Sdk {
  readonly name: string;
  start(options?: Start): Started;
}

interface Kept1 {
  information: OAuthClientInformationMixed;
  tokens: OAuthTokens;
  discovery: Discovery1;
}

interface Kept2 {
  information: StoredOAuthClientInformation;
  tokens: StoredOAuthTokens;
  discovery: Discovery2;
}

const about = { name: "notes", version: "1.0.0" };
const documentAt = (url: string | undefined) => (url === undefined ? {} : { clientMetadataUrl: url });

export const v1: Sdk = {
  name: "v1",
  start({ documentUrl, ...options } = {}) {
    const app = createApp<Kept1>(options);
    const authProvider = { ...app.provider, ...documentAt(documentUrl) };
    const open = (url: string): Connection => {
      const client = new Client1(about);
      const transport = new Transport1(new URL(url), { authProvider, fetch: app.wire.fetch });
      return {
        connect: () => client.connect(transport),
        finishAuth: (response) => transport.finishAuth(response.get("code") ?? ""),
        call: async (name, args = {}) => textOf(await client.callTool({ name, arguments: args })),
        [Symbol.asyncDispose]: () => client.close(),
      };
    };
    return { app, open };
  },
};

export const v2: Sdk = {
  name: "v2",
  start({ documentUrl, ...options } = {}) {
    const app = createApp<Kept2>(options);
    const authProvider = { ...app.provider, ...documentAt(documentUrl) };
    const open = (url: string): Connection => {
      const client = new Client2(about);
      const transport = new Transport2(new URL(url), { authProvider, fetch: app.wire.fetch });
      return {
        connect: () => client.connect(transport),
        finishAuth: (response) => transport.finishAuth(response),
        call: async (name, args = {}) => textOf(await client.callTool({ name, arguments: args })),
        [Symbol.asyncDispose]: () => client.close(),
      };
    };
    return { app, open };
  },
};

export const sdks: readonly Sdk[] = [v1, v2];
