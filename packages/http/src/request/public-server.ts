import { endpointPaths, hostSpellings, issuerPath, type Provider, type RequestOrigin } from "@sallyport/core";
import type { OutgoingHttpHeaders } from "node:http";
import type { Answer } from "./answer.ts";
import { type CookieJar, createCookieJar } from "./cookies.ts";
import { commonHeaders } from "./headers.ts";
import { createLimiter, type Limiter, type Limits } from "./limits.ts";
import type { RequestContext } from "./request-context.ts";

/** What every route may use; fixed at start. */
export interface PublicServer {
  readonly provider: Provider;
  /** The issuer's path: empty, or with a leading slash and without a trailing one. */
  readonly basePath: string;
  /** The path above the endpoints: `basePath` and the prefix. */
  readonly prefix: string;
  readonly scheme: string;
  /** The spellings of `Host` that this server answers to. */
  readonly hosts: ReadonlySet<string>;
  readonly cookies: CookieJar;
  readonly limiter: Limiter;
  readonly headers: OutgoingHttpHeaders;
  readonly trustedHops: number;
  /** False: nothing of OAuth is there, nor the account page. */
  readonly enabled: boolean;
  readonly ready: () => Promise<boolean>;
  readonly runInRequest: RunInRequest;
  readonly errorUriBase: string | undefined;
  readonly interceptor: RouteInterceptor | undefined;
  readonly suggested: readonly SuggestedPerson[];
}

/** One request on its way to the service of its route. */
export interface Exchange {
  /** The name of the route. */
  readonly route: string;
  readonly context: RequestContext;
  readonly cookies: CookieJar;
}

/** Stands around the services of all routes: it may delay one, answer in its place, or change its answer. */
export type RouteInterceptor = (exchange: Exchange, serve: () => Promise<Answer>) => Promise<Answer>;

/** Somebody whose password everybody knows: the sign-in page offers them by one click. */
export interface SuggestedPerson {
  readonly name: string;
  readonly email: string;
  readonly password: string;
}

/** Does `work` so that everything it begins knows for whose request that is. */
export type RunInRequest = <Result>(origin: RequestOrigin, work: () => Result) => Result;

export function createPublicServer(options: {
  provider: Provider;
  trustedHops: number;
  enabled: boolean;
  limits: Partial<Limits>;
  keepOpener: boolean;
  ready: () => Promise<boolean>;
  runInRequest: RunInRequest | undefined;
  errorUriBase: string | undefined;
  interceptor: RouteInterceptor | undefined;
  suggested: readonly SuggestedPerson[] | undefined;
}): PublicServer {
  const {
    interceptor,
    enabled,
    provider,
    ready,
    suggested = [],
    trustedHops,
    runInRequest = (_origin, work) => work(),
  } = options;
  const { issuer, pathPrefix, sessionAbsoluteTtlSeconds } = provider.config;
  const { protocol } = new URL(issuer);
  const isHttps = protocol === "https:";
  const basePath = issuerPath(issuer);
  return {
    provider,
    basePath,
    prefix: basePath + pathPrefix,
    scheme: protocol,
    hosts: new Set(hostSpellings(issuer)),
    cookies: createCookieJar(isHttps, sessionAbsoluteTtlSeconds),
    limiter: createLimiter(options.limits),
    headers: commonHeaders(new URL(issuer), options.keepOpener),
    trustedHops,
    enabled,
    ready,
    runInRequest,
    errorUriBase: options.errorUriBase,
    interceptor,
    suggested,
  };
}

/** Where a client's logo is: the same host again, so that pages need no other. */
export function clientLogoPath(server: PublicServer, id: string): string {
  return `${server.prefix}${endpointPaths.clientLogo}/${id}`;
}

/** Where people look after their own affairs. */
export function accountPath(server: PublicServer, page = ""): string {
  return `${server.basePath}/account${page}`;
}

/** Where people type the code of a device, and where they hear what became of it. */
export function devicePath(server: PublicServer): string {
  return `${server.prefix}${endpointPaths.device}`;
}

/** Where the browser goes for the person to answer: an external front end, or here. */
export function answerPage(server: PublicServer, id: string): string {
  const { frontendUrl } = server.provider.config;
  if (frontendUrl === undefined) return interactionPath(server, id);
  const url = new URL(frontendUrl);
  url.searchParams.set("interaction", id);
  return url.href;
}

/** Where the person answers. A path only: the browser stays on the host name that holds its cookies. */
export function interactionPath(server: PublicServer, id: string): string {
  return `${server.prefix}${endpointPaths.interaction}/${id}`;
}
