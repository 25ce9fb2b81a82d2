import {
  callerAddress,
  hostSpellings,
  isLoopbackHost,
  originSpellings,
  type Provider,
  StoreUnavailableError,
} from "@sallyport/core";
import { createRequestId, type RunInRequest } from "@sallyport/http";
import { createAdminHandler, type EffectiveSetting, type ReplayCounts, type SignInLimits } from "@sallyport/rpc";
import express, { type ErrorRequestHandler, type Express, type RequestHandler } from "express";
import { serveConsole } from "./console.ts";
import { isAddressedTo } from "./host.ts";
import type { Log } from "../terminal/log.ts";
import type { StaticFiles } from "./static-files.ts";
import { version } from "../assets/version.ts";

export interface AdminAppOptions {
  provider: Provider;
  /** As administrators reach it: `http://localhost:4456`. */
  adminUrl: string;
  signInLimits: SignInLimits | undefined;
  /** How many proxies of ours in front add to `X-Forwarded-For`. */
  trustedHops: number;
  replays: ReplayCounts;
  settings: readonly EffectiveSetting[];
  /** What was built of the console. */
  readConsole: () => Promise<StaticFiles>;
  log: Log;
  runInRequest: RunInRequest;
  /** Aborts when the server is about to stop. */
  closing: AbortSignal;
  /** Answers below `/dev`; only there for development. */
  devHooks?: RequestHandler | undefined;
}

const securityHeaders: Readonly<Record<string, string>> = {
  "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Resource-Policy": "same-origin",
  "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
  "Referrer-Policy": "no-referrer",
  "X-Content-Type-Options": "nosniff",
  "X-Frame-Options": "DENY",
  "Cache-Control": "no-store",
};
/** Without `includeSubDomains`: they may belong to somebody else. */
const transportSecurity = { "Strict-Transport-Security": "max-age=31536000" };

/** The admin listener: typed RPC for those who run the server, the console on it, and nothing of OAuth. */
export function createAdminApp(options: AdminAppOptions): Express {
  const { provider, adminUrl, signInLimits, trustedHops, replays, settings, readConsole, log, closing } = options;
  const { protocol, hostname } = new URL(adminUrl);
  const isHttps = protocol === "https:";
  // Other programs of this machine serve http at the same name.
  const isStrict = isHttps && !isLoopbackHost(hostname);
  const app = express().disable("x-powered-by").disable("etag").set("query parser", false);
  app.use(prepare(isStrict ? { ...securityHeaders, ...transportSecurity } : securityHeaders, options));
  app.get("/healthz", (_request, response) => void response.json({ status: "ok" }));
  app.use(refuseForeignHosts(hostSpellings(adminUrl)));
  app.use(
    "/trpc",
    createAdminHandler({
      provider,
      version,
      secureCookies: isHttps,
      allowedOrigins: originSpellings(adminUrl),
      signInLimits,
      trustedHops,
      replays,
      settings,
      closing,
      onFailure: ({ path, cause, requestId }) => log.error({ requestId, path, cause }, "RPC call failed"),
    }),
  );
  if (options.devHooks !== undefined) app.use("/dev", options.devHooks);
  app.use(serveConsole({ read: readConsole, issuer: provider.config.issuer }));
  app.get("/", (_request, response) => {
    response.json({ name: "Sallyport administration", issuer: provider.config.issuer, rpc: `${adminUrl}/trpc` });
  });
  app.use((_request, response) => void response.status(404).json({ error: "not_found" }));
  app.use(answerError(log));
  return app;
}

function prepare(
  headers: Readonly<Record<string, string>>,
  { log, runInRequest, trustedHops }: AdminAppOptions,
): RequestHandler {
  return (request, response, next) => {
    const startedAt = performance.now();
    const requestId = createRequestId();
    response.setHeaders(new Map(Object.entries({ ...headers, "X-Request-Id": requestId })));
    response.once("finish", () => {
      const durationMs = Math.round(performance.now() - startedAt);
      const [path = ""] = request.originalUrl.split("?", 1);
      const route = `admin ${path.slice(0, 100)}`;
      log.info({ requestId, method: request.method, route, status: response.statusCode, durationMs }, "request");
    });
    runInRequest({ requestId, address: callerAddress(request, trustedHops) }, next);
  };
}

/** A page under a name of its own cannot reach us (DNS rebinding). */
function refuseForeignHosts(hosts: readonly string[]): RequestHandler {
  return (request, response, next) => {
    if (isAddressedTo(hosts, request)) next();
    else response.status(421).json({ error: "misdirected_request" });
  };
}

function answerError(log: Log): ErrorRequestHandler {
  // oxlint-disable-next-line max-params -- Express knows an error handler by its four parameters.
  return (cause: unknown, _request, response, next) => {
    log.error({ cause, requestId: response.getHeader("x-request-id") }, "request failed");
    if (response.headersSent) next(cause);
    else if (cause instanceof StoreUnavailableError) response.status(503).json({ error: "temporarily_unavailable" });
    else response.status(500).json({ error: "server_error" });
  };
}
