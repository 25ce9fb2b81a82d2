import { endpointPaths, hostSpellings, issuerPath, type Provider, type RequestOrigin } from "@sallyport/core";
import type { OutgoingHttpHeaders } from "node:http";
import type { Answer } from "./answer.ts";
import { type CookieJar, createCookieJar } from "./cookies.ts";
import { commonHeaders } from "./headers.ts";
import { createLimiter, type Limiter, type Limits } from "./limits.ts";
import type { Visit } from "./visit.ts";

/** What every route may use; fixed at start. */
export interface Site {
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
  readonly within: Within;
  readonly errorUriBase: string | undefined;
  readonly around: Around | undefined;
  readonly suggested: readonly SuggestedPerson[];
}

/** One request on its way to the service of its route. */
export interface Exchange {
  /** The name of the route. */
  readonly route: string;
  readonly visit: Visit;
  readonly cookies: CookieJar;
}

/** Stands around the services of all routes: it may delay one, answer in its place, or change its answer. */
export type Around = (exchange: Exchange, serve: () => Promise<Answer>) => Promise<Answer>;

/** Somebody whose password everybody knows: the sign-in page offers them by one click. */
export interface SuggestedPerson {
  readonly name: string;
  readonly email: string;
  readonly password: string;
}

/** Does `work` so that everything it begins knows for whose request that is. */
export type Within = <Result>(origin: RequestOrigin, work: () => Result) => Result;

export function createSite(options: {
  provider: Provider;
  trustedHops: number;
  enabled: boolean;
  limits: Partial<Limits>;
  keepOpener: boolean;
  ready: () => Promise<boolean>;
  within: Within | undefined;
  errorUriBase: string | undefined;
  around: Around | undefined;
  suggested: readonly SuggestedPerson[] | undefined;
}): Site {
  const { around, enabled, provider, ready, suggested = [], trustedHops, within = (_origin, work) => work() } = options;
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
    within,
    errorUriBase: options.errorUriBase,
    around,
    suggested,
  };
}

/** Where a client's logo is: the same host again, so that pages need no other. */
export function clientLogoPath(site: Site, id: string): string {
  return `${site.prefix}${endpointPaths.clientLogo}/${id}`;
}

/** Where people look after their own affairs. */
export function accountPath(site: Site, page = ""): string {
  return `${site.basePath}/account${page}`;
}

/** Where people type the code of a device, and where they hear what became of it. */
export function devicePath(site: Site): string {
  return `${site.prefix}${endpointPaths.device}`;
}

/** Where the browser goes for the person to answer: an external front end, or here. */
export function answerPage(site: Site, id: string): string {
  const { frontendUrl } = site.provider.config;
  if (frontendUrl === undefined) return interactionPath(site, id);
  const url = new URL(frontendUrl);
  url.searchParams.set("interaction", id);
  return url.href;
}

/** Where the person answers. A path only: the browser stays on the host name that holds its cookies. */
export function interactionPath(site: Site, id: string): string {
  return `${site.prefix}${endpointPaths.interaction}/${id}`;
}
