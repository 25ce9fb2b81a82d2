import { z } from "zod";
import { setting } from "../define.ts";
import { errorUri, flag, hops, nameList, port, text } from "../schemas.ts";

const defaultPort = 4455;
/** A free port is asked for with 0, for the ports beside it too. */
const portAfter = (given: { port?: number | undefined }, distance: number): number =>
  given.port === 0 ? 0 : (given.port ?? defaultPort) + distance;

/** Addresses, listeners and storage. */
export const serverSettings = {
  issuer: setting(text, {
    group: "Server",
    takes: "<url>",
    aliases: ["OAUTH_ISSUER"],
    help: "public https URL of this server; becomes the iss of every token",
    serve: { default: undefined },
  }),
  database: setting(text, {
    group: "Server",
    takes: "<url>",
    aliases: ["DATABASE_URL"],
    help: "database URL: sqlite:./sallyport.db",
    serve: { default: undefined },
    dev: { default: "memory:", help: "database URL; sqlite:./dev.db keeps everything between runs" },
  }),
  host: setting(text, {
    group: "Server",
    takes: "<address>",
    help: "address of the public listener",
    serve: { default: "127.0.0.1" },
    dev: { default: "localhost", help: "loopback address of the public listener; localhost means IPv4 and IPv6" },
  }),
  port: setting(port, {
    group: "Server",
    takes: "<number>",
    help: "port of the public listener; 0 picks a free port",
    serve: { default: defaultPort },
    dev: { default: undefined, shown: `${defaultPort}, or the next free port` },
  }),
  adminHost: setting(text, {
    group: "Server",
    takes: "<address>",
    help: "address of the admin listener",
    serve: { default: "127.0.0.1" },
    dev: {
      default: ({ host = "localhost" }) => host,
      shown: "the value of --host",
      help: "loopback address of the admin listener",
    },
  }),
  adminPort: setting(port, {
    group: "Server",
    takes: "<number>",
    help: "port of the admin listener",
    serve: { default: (given) => portAfter(given, 1), shown: "the public port + 1" },
    dev: { default: undefined, shown: "the next free port after --port" },
  }),
  adminUrl: setting(text, {
    group: "Server",
    takes: "<url>",
    help: "URL of the admin listener as administrators see it, if a reverse proxy is in front",
    serve: { default: undefined },
  }),
  trustedHops: setting(hops, {
    group: "Server",
    takes: "<number>",
    isHttp: true,
    help: "number of trusted reverse proxies in front of the server",
    serve: { default: 0 },
  }),
  adminTrustedHops: setting(hops, {
    group: "Server",
    takes: "<number>",
    help: "number of trusted reverse proxies in front of the admin listener",
    serve: { default: 0 },
  }),
  enabled: setting(flag, {
    group: "Server",
    hasFlag: false,
    aliases: ["OAUTH_PROVIDER_ENABLED"],
    isHttp: true,
    help: "serve the OAuth endpoints; false makes each of them answer 404",
    serve: { default: true },
    dev: { default: true },
  }),
  coHosted: setting(flag, {
    group: "Server",
    isHttp: true,
    help: "also serve /authorize, /token and /register, for clients of MCP 2025-03-26",
    serve: { default: false },
    dev: { default: false },
  }),
  preset: setting(z.enum(["fastapi-module"], "must be fastapi-module"), {
    group: "Server",
    takes: "<name>",
    help: "use the paths and rate limits of another OAuth provider: fastapi-module",
    serve: { default: undefined },
    dev: { default: undefined },
  }),
  errorUri: setting(errorUri, {
    group: "Server",
    takes: "<url>",
    isHttp: true,
    help: "start of error_uri in error responses, to which the error id is added: https://admin.example.com/explain?id=",
    serve: { default: undefined },
  }),
  allowHttpLoopback: setting(flag, {
    group: "Server",
    help: "accept an http issuer on a loopback host",
    serve: { default: false },
  }),
  allowMemoryDatabase: setting(flag, {
    group: "Server",
    help: "accept memory: as the database; all data is lost at exit",
    serve: { default: false },
  }),
  corsOrigins: setting(text, {
    group: "Server",
    hasFlag: false,
    hasOwnVariable: false,
    aliases: ["BACKEND_CORS_ORIGINS"],
    help: "no effect: OAuth endpoints allow every origin, and none reads cookies from another origin",
    serve: { default: undefined },
  }),
};

/** The MCP server behind the proxy. */
export const protectSettings = {
  protect: setting(text, {
    group: "Protected MCP server",
    takes: "<url>",
    help: "URL of an MCP endpoint without authorization; Sallyport serves it with OAuth in front",
    serve: { default: undefined },
    dev: { default: undefined },
  }),
  protectUrl: setting(text, {
    group: "Protected MCP server",
    takes: "<url>",
    help: "public https URL of the protected MCP endpoint",
    serve: { default: undefined },
  }),
  protectPort: setting(port, {
    group: "Protected MCP server",
    takes: "<number>",
    help: "port of the protected MCP endpoint",
    serve: { default: (given) => portAfter(given, 2), shown: "the public port + 2" },
    dev: { default: undefined, shown: "the public port + 3" },
  }),
  protectTools: setting(text, {
    group: "Protected MCP server",
    takes: "<path>",
    help: 'JSON file with the scopes that each tool requires: {"tool": ["scope"], "*": ["scope"]}',
    serve: { default: undefined },
    dev: { default: undefined },
  }),
  forwardHeader: setting(nameList, {
    group: "Protected MCP server",
    takes: "<name>",
    isRepeatable: true,
    help: "also forward this header of requests and responses; can be repeated",
    serve: { default: [] },
    dev: { default: [] },
  }),
};
