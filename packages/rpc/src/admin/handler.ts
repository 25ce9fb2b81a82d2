import type { IncomingMessage, ServerResponse } from "node:http";
import type { Provider } from "@sallyport/core";
import { cookieName, readCookie, writeAdminCookie } from "../cookies.ts";
import { createRpcHandler, idOf, type RpcFailure, type RpcHandler } from "../handler.ts";
import type { ReplayCounts } from "../replay-counts.ts";
import { createSignInMeter, defaultSignInLimits, type SignInLimits, type SignInMeter } from "../sign-in-limits.ts";
import { adminRouter } from "./all.ts";
import type { AdminContext, Caller } from "./trpc.ts";

export interface AdminHandlerOptions {
  provider: Provider;
  /** Whether browsers reach the listener by https; false is for loopback only. */
  secureCookies: boolean;
  /** Origins of the admin pages: `https://admin.example`. */
  allowedOrigins: readonly string[];
  signInLimits?: SignInLimits | undefined;
  /** Fed with the provider's events. */
  replays: ReplayCounts;
  onFailure?: ((failure: RpcFailure) => void) | undefined;
}

/** The admin router behind Node's http, for the admin listener only. OAuth tokens mean nothing here. */
export function createAdminHandler(options: AdminHandlerOptions): RpcHandler {
  const { allowedOrigins, onFailure } = options;
  const signIns = createSignInMeter(options.signInLimits ?? defaultSignInLimits);
  return createRpcHandler({
    router: adminRouter,
    allowedOrigins,
    onFailure,
    createContext: (exchange) => createAdminContext(options, signIns, exchange),
  });
}

function createAdminContext(
  { provider, secureCookies, replays }: AdminHandlerOptions,
  signIns: SignInMeter,
  { request, response }: { request: IncomingMessage; response: ServerResponse },
): AdminContext {
  const cookie = readCookie(request, cookieName("admin", secureCookies));
  const accountCookie = readCookie(request, cookieName("account", secureCookies));
  let caller: Promise<Caller> | undefined;
  return {
    provider,
    signIns,
    replays,
    cookie,
    address: request.socket.remoteAddress,
    userAgent: request.headers["user-agent"],
    requestId: idOf(response),
    identify: () => (caller ??= identify(provider, cookie, accountCookie)),
    setCookie: (value) => writeAdminCookie(response, value, secureCookies),
  };
}

/** An ordinary person who is signed in to the public pages is told that this is not for them. */
async function identify(
  { sessions }: Provider,
  cookie: string | undefined,
  accountCookie: string | undefined,
): Promise<Caller> {
  const signedIn = await sessions.findAdmin(cookie);
  if (signedIn !== undefined) return { kind: "admin", signedIn };
  const person = await sessions.find(accountCookie);
  return person?.user.role === "user" ? { kind: "ordinary" } : { kind: "nobody" };
}
