import express from "express";
import { HttpRefusal } from "../request/refusal.ts";
import { literal, pathsOf, type Route, routes } from "./routes.ts";
import { accompany, type Observe, type Service, serveWith } from "./serve.ts";
import { createPublicServer, type PublicServer, type PublicServerOptions } from "../request/public-server.ts";

export interface PublicAppOptions extends PublicServerOptions {
  /** Answers below `<issuer path>/account/trpc`, and logs for itself: `X-Request-Id` is set before. */
  account?: express.RequestHandler;
  observe?: Observe;
}

/** The public listener: the table of routes, and 404 for the rest. */
export function createPublicApp({ account, observe, ...options }: PublicAppOptions): express.Express {
  const server = createPublicServer(options);
  const serve = serveWith(server, observe);
  const app = createLeanExpress();
  for (const route of routes) {
    if (isOffered(route, server)) app.all([...pathsOf(route, server, server.coHosted)], serve(route));
  }
  if (account !== undefined) app.use(`${literal(server.basePath)}/account/trpc`, accompany(server), account);
  app.all(/^\/\.well-known(\/|$)|\/\.well-known\//, serve(nothingForPrograms));
  app.use(literal(server.prefix), serve(nothingForPrograms));
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

function isOffered(route: Route, server: PublicServer): boolean {
  if (!server.enabled && !alwaysOffered.includes(route.name)) return false;
  const { frontendUrl } = server.provider.config;
  if (route.frontEnd !== undefined && (route.frontEnd === "external") !== (frontendUrl !== undefined)) return false;
  return route.needsOpenRegistration !== true || server.provider.config.registration.dynamic !== "off";
}

const nothing: Service = {
  name: "none",
  methods: ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "TRACE"],
  cors: "none",
  cache: "none",
  audience: "person",
  serve: () => Promise.reject(new HttpRefusal("not_found")),
};

/** Clients try well-known addresses one after the other, and read the answers as JSON. */
const nothingForPrograms: Service = { ...nothing, cors: "open", audience: "client" };

/** Express itself, or a mounted handler, gave up. */
function failed(serve: (service: Service) => express.RequestHandler): express.ErrorRequestHandler {
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
