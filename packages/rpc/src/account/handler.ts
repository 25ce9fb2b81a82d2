import type { Provider, SignedIn } from "@sallyport/core";
import { readSessionCookie, writeAccountCookie } from "../transport/cookies.ts";
import { createRpcHandler, idOf, type RpcFailure, type RpcHandler } from "../transport/handler.ts";
import { accountRouter } from "./all.ts";
import { createPasswordAttempts } from "./password-attempts.ts";
import type { AccountContext } from "./trpc.ts";

export interface AccountHandlerOptions {
  provider: Provider;
  /** Whether browsers reach the issuer by https; false is for loopback only. */
  secureCookies: boolean;
  /** The issuer's own origin. */
  allowedOrigins: readonly string[];
  onFailure?: ((failure: RpcFailure) => void) | undefined;
}

/** The account router behind Node's http, for the public listener. */
export function createAccountHandler(options: AccountHandlerOptions): RpcHandler {
  const { provider, secureCookies, allowedOrigins, onFailure } = options;
  const passwordAttempts = createPasswordAttempts();
  return createRpcHandler({
    router: accountRouter,
    allowedOrigins,
    onFailure,
    createContext({ request, response }): AccountContext {
      const cookie = readSessionCookie(request, "account", secureCookies);
      let signedIn: Promise<SignedIn | undefined> | undefined;
      return {
        provider,
        passwordAttempts,
        requestId: idOf(response),
        identify: () => (signedIn ??= provider.sessions.find(cookie)),
        setCookie: (value) =>
          writeAccountCookie(response, value, {
            secure: secureCookies,
            maxAgeSeconds: provider.config.sessionAbsoluteTtlSeconds,
          }),
      };
    },
  });
}
