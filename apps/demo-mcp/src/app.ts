import { hostHeaderValidation } from "@modelcontextprotocol/sdk/server/middleware/hostHeaderValidation.js";
import { createResourceServer, createRevocationFeed, scopesForTools } from "@sallyport/resource";
import type { RevocationFeed } from "@sallyport/resource";
import { metadataRouter, protect } from "@sallyport/resource/mcp-sdk-v1";
import express from "express";
import type { ErrorRequestHandler, Express } from "express";
import { createMcpEndpoint } from "./mcp-endpoint.ts";
import type { DemoSessions } from "./mcp-endpoint.ts";
import { readScope } from "./scopes.ts";
import { demoTools } from "./tools.ts";

/** Where the issuer tells which tokens it revoked, and with what the demo may read that. */
export interface DemoRevocations {
  readonly url: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** A revoked token lives no longer than this; 30 by default. */
  readonly pollSeconds?: number | undefined;
}

export interface DemoAppOptions {
  readonly issuer: string;
  /** Absent: a revoked token lives until it expires. */
  readonly revocations?: DemoRevocations | undefined;
  /** The public URL of the MCP endpoint. */
  readonly url: string;
  readonly sessions: DemoSessions;
  readonly now?: (() => number) | undefined;
}

/** The demo as an Express application: metadata, and the MCP endpoint behind its access tokens. */
export function createDemoApp({ issuer, revocations, url, sessions, now }: DemoAppOptions): Express {
  const app = express().disable("x-powered-by");
  const { hostname, pathname } = new URL(url);
  // A web page cannot reach us under a name of its own (DNS rebinding).
  app.use(hostHeaderValidation(["localhost", "127.0.0.1", "[::1]", hostname]));

  const resource = createResourceServer({
    resource: url,
    issuer,
    scopesSupported: [readScope],
    resourceName: "Sallyport demo",
    revocations: revocations === undefined ? [] : [feedOf(issuer, revocations)],
    now,
  });
  const scopesFor = scopesForTools(demoTools);
  app.use(metadataRouter(resource));
  app.use(pathname, express.json({ limit: "256kb" }), protect(resource, { requiredScopes: [readScope], scopesFor }));

  app.all(pathname, createMcpEndpoint(sessions));
  app.use((_, response) => void response.status(404).json({ error: "not_found" }));
  app.use(answerError);
  return app;
}

function feedOf(issuer: string, { url, clientId, clientSecret, pollSeconds }: DemoRevocations): RevocationFeed {
  const authorization = `Basic ${btoa(`${clientId}:${clientSecret}`)}`;
  return createRevocationFeed({ issuer, url, authorization, pollSeconds });
}

/** No text of an error leaves the house; Express would send the stack. */
// oxlint-disable-next-line max-params -- Express knows an error handler by its four parameters.
const answerError: ErrorRequestHandler = (error: unknown, _request, response, next) => {
  if (response.headersSent) return next(error);
  const status = statusOf(error);
  response.status(status).json({ error: status < 500 ? "invalid_request" : "server_error" });
};

/** Errors of the body parser carry the status of the client's mistake. */
function statusOf(error: unknown): number {
  const status = error instanceof Error && "status" in error ? error.status : undefined;
  return typeof status === "number" && status >= 400 && status < 500 ? status : 500;
}
