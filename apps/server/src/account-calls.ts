import { hostSpellings, type Provider } from "@sallyport/core";
import { createAccountHandler } from "@sallyport/rpc";
import type { RequestHandler } from "express";
import type { Log } from "./log.ts";

/** The account router on the public listener, with a line in the log for each call. */
export function createAccountCalls(provider: Provider, log: Log): RequestHandler {
  const { issuer } = provider.config;
  const { protocol } = new URL(issuer);
  const answer = createAccountHandler({
    provider,
    secureCookies: protocol === "https:",
    allowedOrigins: hostSpellings(issuer).map((host) => `${protocol}//${host}`),
    onFailure: ({ path, cause, requestId }) => log.error({ requestId, path, cause }, "a call failed"),
  });
  return (request, response) => {
    response.once("finish", () => {
      const { statusCode: status } = response;
      log.info(
        { requestId: response.getHeader("x-request-id"), method: request.method, route: "account", status },
        "request",
      );
    });
    answer(request, response);
  };
}
