import { endpointPaths, hostSpellings, issuerPath, type Provider, type RequestOrigin } from "@sallyport/core";
import type { OutgoingHttpHeaders } from "node:http";
import type { Answer } from "./answer.ts";
import { type CookieJar, createCookieJar } from "./cookies.ts";
import { commonHeaders, type HeaderSettings } from "./headers.ts";
import { createLimiter, type Limiter, type Limits } from "./limits.ts";
import type { ErrorSettings } from "./problem.ts";
import type { RequestContext } from "./request-context.ts";

/** What every route may use; fixed at start. */
export interface PublicServer extends HttpSettings {
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
  readonly enabled: boolean;
  readonly coHosted: boolean;
  readonly ready: () => Promise<boolean>;
  readonly runInRequest: RunInRequest;
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

/** What the operator may set; each is declared in the file that uses it, and reaches it through `PublicServer`. */
export interface HttpSettings extends HeaderSettings, ErrorSettings {
  /** How many trusted reverse proxies are in front; 0, the default: none, and `X-Forwarded-For` is ignored. */
  trustedHops?: number;
  /** False: every OAuth route and the metadata are 404. Default: true. */
  enabled?: boolean;
  /** Also `/authorize`, `/token` and `/register` at the root. Default: false. */
  coHosted?: boolean;
}

export interface PublicServerOptions extends HttpSettings {
  provider: Provider;
  limits?: Partial<Limits>;
  /** For `/readyz`. */
  ready?: () => Promise<boolean>;
  /** Told of every request before anything is done for it. */
  runInRequest?: RunInRequest;
  /** For development only. */
  interceptor?: RouteInterceptor | undefined;
  /** For development only. */
  suggested?: readonly SuggestedPerson[] | undefined;
}

const settingDefaults = { trustedHops: 0, enabled: true, coHosted: false };

export function createPublicServer(options: PublicServerOptions): PublicServer {
  const {
    provider,
    limits = {},
    suggested = [],
    ready = () => Promise.resolve(true),
    runInRequest = (_origin, work) => work(),
  } = options;
  const { issuer, pathPrefix, sessionAbsoluteTtlSeconds } = provider.config;
  const { protocol } = new URL(issuer);
  const isHttps = protocol === "https:";
  const basePath = issuerPath(issuer);
  return {
    ...settingDefaults,
    ...options,
    basePath,
    prefix: basePath + pathPrefix,
    scheme: protocol,
    hosts: new Set(hostSpellings(issuer)),
    cookies: createCookieJar(isHttps, sessionAbsoluteTtlSeconds),
    limiter: createLimiter(limits),
    headers: commonHeaders(new URL(issuer), options),
    ready,
    runInRequest,
    interceptor: options.interceptor,
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
