import { endpointPaths, passwordLinkPath } from "@sallyport/core";
import { serveAccount, serveAccountSignIn, serveAccountSignOut } from "../account/account.ts";
import { serveApplication, serveOtherSessions, servePassword, serveSession } from "../account/account-changes.ts";
import type { Answer } from "../request/answer.ts";
import { serveAuthorize } from "../oauth/authorize.ts";
import { serveClient, serveClientConfiguration, serveRegister, serveUserinfo } from "../oauth/back-channel.ts";
import { serveChoosePassword } from "../account/choose-password.ts";
import { serveClientLogo } from "../interaction/client-logo.ts";
import { serveHealth, serveHome, serveJwks, serveMetadata, serveNoIcon, serveReadiness } from "../oauth/documents.ts";
import { serveDevice, serveDeviceOutcome } from "../interaction/device.ts";
import type { Audience } from "../request/problem.ts";
import {
  serveContinuation,
  serveDecision,
  serveInteraction,
  serveSignIn,
  serveSwitch,
} from "../interaction/interactions.ts";
import type { LimitName } from "../request/limits.ts";
import type { PublicServer } from "../request/public-server.ts";
import type { RequestContext } from "../request/request-context.ts";

/** One line of the table. */
export interface Route {
  /** For logs. */
  name: string;
  methods: readonly string[];
  /** In Express's notation; `at` says below what. */
  path: string;
  at: "prefix" | "issuer" | "root" | "well-known";
  /** At the root as well when the server stands beside an MCP server (2025-03-26 clients look there). */
  isCoHosted?: boolean;
  /** `open`: browser clients of any origin may call it. */
  cors: "open" | "none";
  /** `document`: shared caches may keep it; `image`: the browser may, for the length of an interaction. */
  cache: "document" | "image" | "none";
  audience: Audience;
  /** Counted by address before anything else; routes of clients count for themselves. */
  limit?: LimitName;
  /** Probes come by address, not by name. */
  anyHost?: boolean;
  /** Stands in the timeline of a flow, also when all went well; core tells of the other routes by itself. */
  isStep?: true;
  /** Only there when anybody may register. */
  needsOpenRegistration?: boolean;
  /** Only there with an external front end, or only without one. */
  frontEnd?: "external" | "none";
  serve(server: PublicServer, context: RequestContext): Promise<Answer>;
}

const { authorize, token, revoke, introspect, revocations, register, userinfo, jwks, interaction, clientLogo } =
  endpointPaths;
const { device, deviceAuthorization } = endpointPaths;
const answerPath = `${interaction}/:id`;

const clientRoute = { methods: ["POST"], at: "prefix", cors: "open", cache: "none", audience: "client" } as const;
const documentRoute = { methods: ["GET", "HEAD"], cors: "open", cache: "document", audience: "client" } as const;
const pageRoute = { at: "prefix", cors: "none", cache: "none", audience: "person" } as const;
const formRoute = { ...pageRoute, methods: ["POST"], limit: "interaction", isStep: true } as const;
const accountRoute = { ...pageRoute, at: "issuer", methods: ["GET", "POST"], limit: "interaction" } as const;
const probeRoute = {
  methods: ["GET", "HEAD"],
  at: "root",
  cors: "none",
  cache: "none",
  audience: "client",
  anyHost: true,
} as const;

/** Everything that the public listener answers to; the busiest first. Methods beside OPTIONS, which follows from `cors`. */
export const routes: readonly Route[] = [
  { ...clientRoute, name: "token", path: token, isCoHosted: true, serve: serveClient("token") },
  { ...clientRoute, name: "introspect", path: introspect, serve: serveClient("introspect") },
  { ...clientRoute, name: "revoke", path: revoke, serve: serveClient("revoke") },
  {
    ...clientRoute,
    name: "revocations",
    methods: ["GET", "POST"],
    path: revocations,
    cors: "none",
    serve: serveClient("revocations"),
  },
  {
    ...clientRoute,
    name: "device-authorization",
    path: deviceAuthorization,
    serve: serveClient("deviceAuthorization"),
  },
  { ...clientRoute, name: "userinfo", methods: ["GET", "POST"], path: userinfo, serve: serveUserinfo },
  {
    ...clientRoute,
    name: "register",
    path: register,
    isCoHosted: true,
    limit: "register",
    needsOpenRegistration: true,
    serve: serveRegister,
  },
  {
    ...clientRoute,
    name: "client-configuration",
    methods: ["GET", "PUT", "DELETE"],
    path: `${register}/:id`,
    limit: "register",
    serve: serveClientConfiguration,
  },
  { ...documentRoute, name: "jwks", at: "prefix", path: jwks, serve: serveJwks },
  {
    ...documentRoute,
    name: "metadata",
    at: "well-known",
    path: "/oauth-authorization-server",
    isStep: true,
    serve: serveMetadata,
  },
  {
    ...documentRoute,
    name: "metadata",
    at: "well-known",
    path: "/openid-configuration",
    isStep: true,
    serve: serveMetadata,
  },
  {
    ...pageRoute,
    name: "authorize",
    methods: ["GET", "POST"],
    path: authorize,
    isCoHosted: true,
    limit: "authorize",
    isStep: true,
    serve: serveAuthorize,
  },
  {
    ...pageRoute,
    name: "interaction",
    methods: ["GET"],
    path: answerPath,
    limit: "interaction",
    isStep: true,
    serve: serveInteraction,
  },
  { ...pageRoute, name: "device", methods: ["GET", "POST"], path: device, limit: "interaction", serve: serveDevice },
  { ...pageRoute, name: "device-outcome", methods: ["GET"], path: `${device}/:outcome`, serve: serveDeviceOutcome },
  {
    ...pageRoute,
    name: "continuation",
    methods: ["GET"],
    path: `${answerPath}/continue`,
    limit: "interaction",
    isStep: true,
    frontEnd: "external",
    serve: serveContinuation,
  },
  { ...formRoute, name: "sign-in", path: `${answerPath}/sign-in`, frontEnd: "none", serve: serveSignIn },
  { ...formRoute, name: "decision", path: `${answerPath}/decision`, frontEnd: "none", serve: serveDecision },
  { ...formRoute, name: "switch", path: `${answerPath}/switch`, frontEnd: "none", serve: serveSwitch },
  {
    ...pageRoute,
    name: "client-logo",
    methods: ["GET", "HEAD"],
    path: `${clientLogo}/:id`,
    cache: "image",
    serve: serveClientLogo,
  },
  { ...probeRoute, name: "health", path: "/healthz", serve: serveHealth },
  { ...probeRoute, name: "ready", path: "/readyz", serve: serveReadiness },
  { ...pageRoute, name: "home", methods: ["GET", "HEAD"], at: "issuer", path: "/", serve: serveHome },
  { ...accountRoute, name: "account", methods: ["GET"], path: "/account", serve: serveAccount },
  { ...accountRoute, name: "account-sign-in", methods: ["POST"], path: "/account/sign-in", serve: serveAccountSignIn },
  {
    ...accountRoute,
    name: "account-sign-out",
    methods: ["POST"],
    path: "/account/sign-out",
    serve: serveAccountSignOut,
  },
  { ...accountRoute, name: "account-application", path: "/account/application", serve: serveApplication },
  { ...accountRoute, name: "account-session", path: "/account/session", serve: serveSession },
  { ...accountRoute, name: "account-other-sessions", path: "/account/other-sessions", serve: serveOtherSessions },
  { ...accountRoute, name: "account-choose-password", path: passwordLinkPath, serve: serveChoosePassword },
  { ...accountRoute, name: "account-password", path: "/account/password", serve: servePassword },
  { ...pageRoute, name: "icon", methods: ["GET", "HEAD"], at: "root", path: "/favicon.ico", serve: serveNoIcon },
];

export const routeNames: readonly string[] = [...new Set(routes.map(({ name }) => name))];

/** Every path that a route answers at. */
export function pathsOf(route: Route, server: PublicServer, isCoHosted: boolean): readonly string[] {
  const paths = new Set(placesOf(route, server));
  if (isCoHosted && route.isCoHosted === true) paths.add(route.path);
  return [...paths];
}

function placesOf(route: Route, server: PublicServer): readonly string[] {
  const base = literal(server.basePath);
  switch (route.at) {
    case "prefix":
      return [literal(server.prefix) + route.path];
    case "issuer":
      return base !== "" && route.path === "/" ? [base, base + route.path] : [base + route.path];
    case "root":
      return [route.path];
    case "well-known":
      // Inserted before the issuer's path (RFC 8414 section 3.1) and appended to it (OpenID Connect Discovery section 4).
      return [`/.well-known${route.path}${base}`, `${base}/.well-known${route.path}`];
  }
}

/** The configured part of a path has no pattern in it. */
export function literal(path: string): string {
  return path.replaceAll(/[{}()[\]+?!:*\\]/g, String.raw`\$&`);
}
