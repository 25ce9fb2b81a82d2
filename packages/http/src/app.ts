import type { Provider } from "@sallyport/core";
import express from "express";
import { randomUUID } from "node:crypto";
import type { OutgoingHttpHeaders } from "node:http";
import { addressPrefix, clientAddress } from "./address.ts";
import { type Answer, emptyAnswer } from "./answer.ts";
import { openCors, preflightHeaders } from "./cors.ts";
import { answerError, type Audience } from "./errors.ts";
import { noStore, publicDocument } from "./headers.ts";
import { type Identity, readIdentity } from "./identity.ts";
import type { Limits } from "./limits.ts";
import { HttpRefusal } from "./refusal.ts";
import { literal, pathsOf, type Route, routes } from "./routes.ts";
import { createSite, type Site } from "./site.ts";
import type { Note, Visit } from "./visit.ts";

/** One line of the log for each request: never a secret, a query or a body. */
export interface RequestEntry extends Note {
  requestId: string;
  method: string;
  /** The name of the route, not the path, which can hold anything. */
  route: string;
  status: number;
  durationMs: number;
  address: string | undefined;
}

export interface PublicAppOptions {
  provider: Provider;
  /** How many proxies in front add to `X-Forwarded-For`; 0: none, and the header is ignored. */
  trustedHops?: number;
  limits?: Partial<Limits>;
  /** False: every OAuth route and the metadata are 404. */
  enabled?: boolean;
  /** Also `/authorize`, `/token` and `/register` at the root. */
  coHosted?: boolean;
  /** Answers below `<issuer path>/account/trpc`. */
  account?: express.RequestHandler;
  observe?: (entry: RequestEntry) => void;
  /** For `/readyz`. */
  ready?: () => Promise<boolean>;
}

/** The public listener: the table of routes, and one way through for every request. */
export function createPublicApp(options: PublicAppOptions): express.Express {
  const { provider, limits = {}, enabled = true, coHosted = false, account } = options;
  const site = createSite({ provider, limits, ready: options.ready ?? (() => Promise.resolve(true)) });
  const serve = createServe(site, options);
  const app = createLeanExpress();
  for (const route of routes) {
    if (!isOffered(route, site, enabled)) continue;
    app.all([...pathsOf(route, site, coHosted)], serve(route));
  }
  if (account !== undefined) app.use(`${literal(site.basePath)}/account/trpc`, guard(site), account);
  app.all(/^\/\.well-known(\/|$)|\/\.well-known\//, serve(nothingForPrograms));
  app.use(literal(site.prefix), serve(nothingForPrograms));
  app.use(serve(nothing));
  app.use(failed(serve));
  return app;
}

function createLeanExpress(): express.Express {
  const app = express();
  app.disable("x-powered-by");
  app.disable("etag");
  app.set("query parser", false);
  app.enable("case sensitive routing");
  app.enable("strict routing");
  return app;
}

/** The pages about the server itself stay when the provider is switched off. */
const alwaysOffered = ["health", "ready", "home", "icon"];

function isOffered(route: Route, site: Site, enabled: boolean): boolean {
  if (!enabled && !alwaysOffered.includes(route.name)) return false;
  return route.needsOpenRegistration !== true || site.provider.config.registration.dynamic !== "off";
}

type Serve = (route: Served) => express.RequestHandler;
type Served = Omit<Route, "path" | "at">;

const anyMethod = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "TRACE"];

const nothing: Served = {
  name: "none",
  methods: anyMethod,
  cors: "none",
  cache: "none",
  audience: "person",
  serve: () => Promise.reject(new HttpRefusal("not_found")),
};

/** Clients try well-known addresses one after the other, and read the answers as JSON. */
const nothingForPrograms: Served = { ...nothing, cors: "open", audience: "client" };

function createServe(site: Site, options: PublicAppOptions): Serve {
  const { observe, trustedHops = 0 } = options;
  return (route) => async (request, response) => {
    const startedAt = performance.now();
    const identity = readIdentity(request.rawHeaders);
    const visit: Visit = {
      request,
      requestId: randomUUID(),
      address: clientAddress(request, trustedHops),
      authorization: identity.authorization,
      note: {},
    };
    const answer = await answerVisit(site, route, { visit, identity });
    send(response, answer, { ...site.headers, ...headersOf(route), "X-Request-Id": visit.requestId });
    observe?.({
      requestId: visit.requestId,
      method: request.method,
      route: route.name,
      status: answer.status,
      durationMs: performance.now() - startedAt,
      address: visit.address,
      ...visit.note,
    });
  };
}

function headersOf(route: Served): OutgoingHttpHeaders {
  const cache = route.cache === "document" ? publicDocument : noStore;
  return route.cors === "open" ? { ...cache, ...openCors } : cache;
}

async function answerVisit(
  site: Site,
  route: Served,
  { visit, identity }: { visit: Visit; identity: Identity },
): Promise<Answer> {
  const { request } = visit;
  const audience: Audience = route.audience;
  try {
    if (route.anyHost !== true) checkHost(site, request.originalUrl, identity);
    if (request.method === "OPTIONS" && route.cors === "open") {
      return emptyAnswer(204, preflightHeaders(request, route.methods));
    }
    if (!route.methods.includes(request.method)) {
      throw new HttpRefusal("method_not_allowed", { Allow: allowed(route) });
    }
    if (route.limit !== undefined) await site.limiter.charge(route.limit, addressPrefix(visit.address));
    return await route.serve(site, visit);
  } catch (error) {
    return await answerError(error, visit, { realm: site.provider.config.issuer, audience });
  }
}

function allowed(route: Served): string {
  return [...route.methods, ...(route.cors === "open" ? ["OPTIONS"] : [])].join(", ");
}

/** A page of another name that points to our address must not be answered (DNS rebinding). @throws HttpRefusal */
function checkHost(site: Site, url: string, identity: Identity): void {
  const [host, ...others] = identity.host;
  const isOurs = host !== undefined && others.length === 0 && site.hosts.has(host.toLowerCase());
  // An absolute target names the host a second time (RFC 9112 section 3.2.2).
  const target = url.startsWith("/") || !URL.canParse(url) ? undefined : new URL(url).host;
  if (!isOurs || (target !== undefined && !site.hosts.has(target))) {
    throw new HttpRefusal("foreign_host", { Connection: "close" });
  }
}

function send(response: express.Response, answer: Answer, headers: OutgoingHttpHeaders): void {
  const { status, body } = answer;
  const hasBody = status !== 204 && status !== 304;
  const length = hasBody ? { "Content-Length": Buffer.byteLength(body) } : {};
  response.writeHead(status, { ...headers, ...answer.headers, ...length });
  // Node leaves the body of an answer to HEAD out.
  response.end(hasBody ? body : undefined);
}

/** What every answer has, for a handler that writes its answers itself. */
function guard(site: Site): express.RequestHandler {
  return (request, response, next) => {
    checkHost(site, request.originalUrl, readIdentity(request.rawHeaders));
    const headers = { ...site.headers, ...noStore, "X-Request-Id": randomUUID() };
    for (const [name, value] of Object.entries(headers)) if (value !== undefined) response.setHeader(name, value);
    next();
  };
}

/** Express itself, or a mounted handler, gave up. */
function failed(serve: Serve): express.ErrorRequestHandler {
  // Express knows an error handler by its four parameters.
  // oxlint-disable-next-line max-params
  return (error: unknown, request, response, next) => {
    if (response.headersSent) {
      next(error);
      return;
    }
    void serve({ ...nothing, serve: () => Promise.reject(toError(error)) })(request, response, next);
  };
}

function toError(error: unknown): Error {
  return error instanceof Error ? error : new Error("something else was thrown", { cause: error });
}
