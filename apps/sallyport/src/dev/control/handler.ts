import { originSpellings } from "@sallyport/core";
import { checkRequest, maxBodyBytes } from "@sallyport/rpc";
import { nodeHTTPRequestHandler } from "@trpc/server/adapters/node-http";
import { getHTTPStatusCodeFromError } from "@trpc/server/http";
import express, { type RequestHandler, type Router } from "express";
import { showErrorPage } from "../error-pages/error-pages.ts";
import { describeApi } from "./openapi.ts";
import { createPage } from "./page.ts";
import { controlRouter } from "./router.ts";
import type { ControlContext } from "./control-context.ts";

/**
 * The control API at `/control`, its description at `/control/openapi.json`, its page at `/`, and the pages about
 * refusals at `/errors/:id`. It stands behind the admin listener's check of `Host`, so no page reaches it under a name
 * of its own; what names another origin, or is no JSON, is refused before it is read.
 * There is no secret beside that: any program of this machine knows the owner's password, too.
 */
export function createControl(control: ControlContext, adminUrl: string): Router {
  const origins = originSpellings(adminUrl);
  const router = express.Router({ caseSensitive: true });
  router.use("/control", refuseStrangers(origins));
  router.get("/control/openapi.json", (_request, response) => void response.json(describeApi(adminUrl)));
  router.use("/control", answerCalls(control));
  router.get("/errors/:id", showErrorPage(control.provider));
  router.use(createPage(control, origins));
  return router;
}

function refuseStrangers(origins: readonly string[]): RequestHandler {
  return (request, response, next) => {
    const refusal = checkRequest(request, origins);
    if (refusal === undefined) return next();
    const { code, message } = refusal;
    const httpStatus = getHTTPStatusCodeFromError(refusal);
    // What is unread of the body goes with the connection.
    response
      .status(httpStatus)
      .set("Connection", "close")
      .json({ error: { message, data: { code, httpStatus } } });
  };
}

function answerCalls(control: ControlContext): RequestHandler {
  return async (request, response) =>
    await nodeHTTPRequestHandler({
      router: controlRouter,
      path: request.path.slice(1),
      req: request,
      res: response,
      createContext: () => control,
      maxBodySize: maxBodyBytes,
      allowBatching: false,
    });
}
