import type { IncomingMessage, ServerResponse } from "node:http";
import { callerAddress, type Provider } from "@sallyport/core";
import { readBearer } from "../transport/bearer.ts";
import { readSessionCookie, writeAdminCookie } from "../transport/cookies.ts";
import { RpcRefusal } from "../transport/errors.ts";
import { createRpcHandler, idOf, type RpcFailure, type RpcHandler } from "../transport/handler.ts";
import type { ReplayCounts } from "../transport/replay-counts.ts";
import { createSubscriberLimit } from "../transport/subscriber-limit.ts";
import { createSignInMeter, defaultSignInLimits, type SignInLimits } from "../transport/sign-in-limits.ts";
import { adminRouter } from "./all.ts";
import type { EffectiveSetting } from "../views/effective-setting.ts";
import { type AdminContext, authorityOf, type Caller } from "./trpc.ts";

export interface AdminHandlerOptions {
  provider: Provider;
  /** Whether browsers reach the listener by https; false is for loopback only. */
  secureCookies: boolean;
  /** Origins of the admin pages: `https://admin.example`. */
  allowedOrigins: readonly string[];
  signInLimits?: SignInLimits | undefined;
  /** How many proxies of ours in front add to `X-Forwarded-For`. */
  trustedHops: number;
  /** Of the program, for status pages. */
  version: string;
  /** Fed with the provider's events. */
  replays: ReplayCounts;
  /** What the program was started with, for `settings.effective`; without secrets. */
  settings: readonly EffectiveSetting[];
  onFailure?: ((failure: RpcFailure) => void) | undefined;
  /** Aborts when the server is about to stop: what lasts ends then. */
  closing?: AbortSignal | undefined;
}

/** How many may watch at a time. */
const maxWatchers = 50;

/**
 * The admin router behind Node's http, for the admin listener only: for people with a session of it and for programs
 * with an API key. OAuth tokens mean nothing here.
 */
export function createAdminHandler(options: AdminHandlerOptions): RpcHandler {
  const { allowedOrigins, onFailure } = options;
  const signIns = createSignInMeter(options.signInLimits ?? defaultSignInLimits);
  const subscribers = createSubscriberLimit(maxWatchers);
  const closing = options.closing ?? new AbortController().signal;
  return createRpcHandler({
    router: adminRouter,
    allowedOrigins,
    onFailure,
    check: (request) => checkCredentials(request, options.secureCookies),
    checkSubscriber: async (context) => void authorityOf(await context.identify()),
    createContext: (exchange) => createAdminContext(options, { signIns, subscribers, closing }, exchange),
  });
}

/** Of two credentials one would be judged and the other believed. */
function checkCredentials(request: IncomingMessage, secure: boolean): RpcRefusal | undefined {
  const cookies = [readSessionCookie(request, "admin", secure), readSessionCookie(request, "account", secure)];
  const isBoth = readBearer(request) !== undefined && cookies.some((cookie) => cookie !== undefined);
  return isBoth ? new RpcRefusal("BAD_REQUEST", "send a cookie or an API key, not both") : undefined;
}

function createAdminContext(
  { provider, secureCookies, replays, settings, trustedHops, version }: AdminHandlerOptions,
  shared: Pick<AdminContext, "signIns" | "subscribers" | "closing">,
  { request, response }: { request: IncomingMessage; response: ServerResponse },
): AdminContext {
  const cookie = readSessionCookie(request, "admin", secureCookies);
  const accountCookie = readSessionCookie(request, "account", secureCookies);
  const bearer = readBearer(request);
  let caller: Promise<Caller> | undefined;
  return {
    provider,
    ...shared,
    replays,
    settings,
    version,
    cookie,
    address: callerAddress(request, trustedHops),
    userAgent: request.headers["user-agent"],
    requestId: idOf(response),
    identify: () =>
      (caller ??=
        bearer === undefined ? identifyPerson(provider, cookie, accountCookie) : identifyKey(provider, bearer)),
    identifyAgain: () => (bearer === undefined ? lookAtPerson(provider, cookie) : identifyKey(provider, bearer)),
    setCookie: (value) => writeAdminCookie(response, value, secureCookies),
  };
}

async function identifyKey({ sessions }: Provider, bearer: string): Promise<Caller> {
  const holder = await sessions.findKeyHolder(bearer);
  return holder === undefined ? { kind: "nobody" } : { kind: "api_key", holder };
}

async function lookAtPerson({ sessions }: Provider, cookie: string | undefined): Promise<Caller> {
  const signedIn = await sessions.watchAdmin(cookie);
  return signedIn === undefined ? { kind: "nobody" } : { kind: "person", signedIn };
}

/** An ordinary person who is signed in to the public pages is told that this is not for them. */
async function identifyPerson(
  { sessions }: Provider,
  cookie: string | undefined,
  accountCookie: string | undefined,
): Promise<Caller> {
  const signedIn = await sessions.findAdmin(cookie);
  if (signedIn !== undefined) return { kind: "person", signedIn };
  const person = await sessions.find(accountCookie);
  return person?.user.role === "user" ? { kind: "ordinary" } : { kind: "nobody" };
}
