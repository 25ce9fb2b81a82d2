import { defaultConfig } from "../../../../packages/core/src/index.ts";
import { defaultLimits } from "../../../../packages/http/src/request/limits.ts";
import { routes } from "../../../../packages/http/src/server/routes.ts";
import { code, page, table } from "./markdown.mjs";

/** By the name of the route; one without words is told by its name. */
const about = {
  token:
    "tokens for codes, refresh tokens, devices, and clients that ask for themselves (OAuth 2.1, RFC 6749, RFC 7636, RFC 8628)",
  introspect: "whether a token is good, for clients that prove themselves (RFC 7662)",
  revoke: "ends the grant of a token (RFC 7009)",
  revocations: "what was revoked, for MCP servers that verify tokens by themselves",
  "device-authorization": "where a device without a browser begins (RFC 8628)",
  userinfo: "claims about the person (OpenID Connect Core)",
  register: "a client registers itself, as far as the policy goes (RFC 7591)",
  "client-configuration": "a client cares for its own registration (RFC 7592)",
  jwks: "public keys (RFC 7517)",
  metadata: "metadata of the server (RFC 8414, OpenID Connect Discovery); of an issuer with a path at both spellings",
  authorize: "authorization (OAuth 2.1, RFC 9207, RFC 8707)",
  interaction: "pages for sign-in and consent",
  device: "where a person types the code of a device (RFC 8628)",
  "device-outcome": "what the person is told in the end",
  continuation: "where an external front end sends the browser back to",
  "sign-in": "form of the sign-in page",
  decision: "form of the consent page",
  switch: "form to go on as somebody else",
  "client-logo": "logos of clients, drawn anew, for the pages",
  health: "the process is alive",
  ready: "the database answers",
  home: "what this is, for who looks",
  account: "a person's own page: applications, sessions, password",
  "account-sign-in": "form of that page",
  "account-sign-out": "form of that page",
  "account-application": "takes back what an application was allowed",
  "account-session": "ends a session",
  "account-other-sessions": "ends all other sessions",
  "account-password": "changes the password",
  "account-choose-password": "where a link to choose a password leads",
  icon: "no icon, said cheaply",
};

const places = {
  prefix: (path) => `${defaultConfig.pathPrefix}${path}`,
  issuer: (path) => path,
  root: (path) => path,
  "well-known": (path) => `/.well-known${path}`,
};

/** Everything that the public listener answers to. */
export function endpointsPage() {
  const rows = routes.map((route) => [
    route.methods.join(", "),
    code(places[route.at](route.path.replaceAll(/:(\w+)/g, "<$1>"))),
    about[route.name] ?? route.name.replaceAll("-", " "),
    conditionsOf(route).join("; ") || "–",
  ]);
  const limits = Object.entries(defaultLimits).map(([name, value]) => [code(name), String(value)]);
  return page(
    "Endpoints",
    `Below the issuer. The prefix \`${defaultConfig.pathPrefix}\` is a setting: \`--preset fastapi-module\` mounts ` +
      "`/api/v1/oauth/provider`. The admin listener has a port of its own: the console, `/trpc` " +
      "([procedures](procedures.md)) and `/healthz`; with `sallyport dev` also the tools below `/dev`. People's own " +
      "procedures are at `/account/trpc` of the public listener.",
    table(["methods", "path", "what", "conditions"], rows),
    "## Limits",
    "Calls a minute, counted by client or address prefix, unless the name says otherwise; failures in 15 minutes. " +
      "Beyond them the answer is 429 with `Retry-After`.",
    table(["what", "how many"], limits),
  );
}

function conditionsOf(route) {
  return [
    ...(route.cors === "open" ? ["browser clients of any origin"] : []),
    ...(route.isCoHosted ? [`with \`--co-hosted\` also at ${code(route.path)}`] : []),
    ...(route.needsOpenRegistration ? ["only where registration is not off"] : []),
    ...(route.frontEnd === "external" ? ["only with `--frontend-url`"] : []),
    ...(route.frontEnd === "none" ? ["not with `--frontend-url`"] : []),
    ...(route.anyHost ? ["under any host name"] : []),
  ];
}
