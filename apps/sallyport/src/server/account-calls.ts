import { originSpellings, type Provider } from "@sallyport/core";
import { createAccountHandler } from "@sallyport/rpc";
import type { RequestHandler } from "express";
import type { Log } from "../terminal/log.ts";

/** The account router on the public listener, with a line in the log for each call. */
export function createAccountCalls(provider: Provider, log: Log): RequestHandler {
  const { issuer } = provider.config;
  const answer = createAccountHandler({
    provider,
    secureCookies: new URL(issuer).protocol === "https:",
    allowedOrigins: originSpellings(issuer),
    onFailure: ({ path, cause, requestId }) => log.error({ requestId, path, cause }, "RPC call failed"),
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
