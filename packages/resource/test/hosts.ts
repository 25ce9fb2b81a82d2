import { createServer } from "node:http";
import { toNodeHandler } from "@modelcontextprotocol/node";
import { StreamableHTTPServerTransport } from "@modelcontextprotocol/sdk/server/streamableHttp.js";
import { WebStandardStreamableHTTPServerTransport } from "@modelcontextprotocol/sdk/server/webStandardStreamableHttp.js";
import express5 from "express";
import express4 from "express4";
import { Hono } from "hono";
import * as onExpress from "../src/express.ts";
import * as onFetch from "../src/fetch.ts";
import * as onHono from "../src/hono.ts";
import type { AuthEnv } from "../src/hono.ts";
import * as onSdkV1 from "../src/mcp-sdk-v1.ts";
import * as onSdkV2 from "../src/mcp-sdk-v2.ts";
import type { ProtectOptions } from "../src/express.ts";
import type { ResourceServer } from "../src/resource-server.ts";
import { createHandlerV2, createServerV1 } from "./mcp-servers.ts";
import { serve } from "./serve.ts";

/** A running MCP server, at `/mcp` of some origin; `fetch` reaches it, with a socket or without. */
export interface Host {
  readonly url: string;
  readonly fetch: (url: string | URL, init?: RequestInit) => Promise<Response>;
  close(): Promise<void>;
}

export type StartHost = (server: ResourceServer, options: ProtectOptions) => Promise<Host>;

type ExpressLike = typeof express5;

function onSocket(start: (server: ResourceServer, options: ProtectOptions) => ReturnType<ExpressLike>): StartHost {
  return async (server, options) => {
    const served = await serve(createServer(start(server, options)));
    return { url: `${served.origin}/mcp`, fetch: (url, init) => fetch(url, init), close: served.close };
  };
}

function inProcess(
  start: (server: ResourceServer, options: ProtectOptions) => (request: Request) => unknown,
): StartHost {
  return (server, options) => {
    const handle = start(server, options);
    return Promise.resolve({
      url: "https://mcp.example/mcp",
      fetch: async (url, init) => (await handle(new Request(url, init))) as Response,
      close: () => Promise.resolve(),
    });
  };
}

function expressWithSdkV1(express: ExpressLike) {
  return onSocket((server, options) => {
    const app = express();
    app.use(onSdkV1.metadataRouter(server));
    app.use("/mcp", express.json(), onSdkV1.protect(server, options));
    app.all("/mcp", async (request, response) => {
      const transport = new StreamableHTTPServerTransport({});
      await createServerV1().connect(transport);
      await transport.handleRequest(request, response, request.body);
    });
    return app;
  });
}

function expressWithSdkV2(express: ExpressLike) {
  return onSocket((server, options) => {
    const app = express();
    const handle = toNodeHandler(createHandlerV2());
    app.use(onExpress.metadataRouter(server));
    app.use("/mcp", express.json(), onExpress.protect(server, options));
    app.all("/mcp", (request, response) => void handle(request, response, request.body));
    return app;
  });
}

/** Every way to put an MCP server behind `protect`. */
export const hosts: Readonly<Record<string, StartHost>> = {
  "Express 4, SDK v1": expressWithSdkV1(express4),
  "Express 5, SDK v1": expressWithSdkV1(express5),
  "Express 4, SDK v2": expressWithSdkV2(express4),
  "Express 5, SDK v2": expressWithSdkV2(express5),
  "Request and Response, SDK v1": inProcess((server, options) =>
    onSdkV1.protectTransport(
      server,
      async (request, caller) => {
        const transport = new WebStandardStreamableHTTPServerTransport({});
        await createServerV1().connect(transport);
        return transport.handleRequest(request, caller);
      },
      options,
    ),
  ),
  "Request and Response, SDK v2": inProcess((server, options) => {
    const handler = createHandlerV2();
    return onFetch.protect(server, (request, authInfo) => handler.fetch(request, { authInfo }), options);
  }),
  "SDK v2 alone": inProcess((server, options) => onSdkV2.protect(server, createHandlerV2(), options).fetch),
  "Hono, SDK v2": inProcess((server, options) => {
    const handler = createHandlerV2();
    const app = new Hono<AuthEnv>();
    app.use(onHono.metadataRouter(server));
    app.use("/mcp", onHono.protect(server, options));
    app.all("/mcp", (context) => handler.fetch(context.req.raw, { authInfo: context.get("auth") }));
    return app.fetch;
  }),
};
