import { z } from "zod";
import { logLevels } from "../../terminal/log.ts";
import { setting } from "../define.ts";
import { flag, pathList, port, text } from "../schemas.ts";

/** Secrets, and where they are stored. */
export const keySettings = {
  masterKey: setting(text, {
    group: "Keys and first administrator",
    hasFlag: false,
    isSecret: true,
    help: "the key that encrypts the signing keys",
    serve: { default: undefined },
  }),
  masterKeyFile: setting(text, {
    group: "Keys and first administrator",
    takes: "<path>",
    help: "file with the key that encrypts the signing keys",
    serve: { default: undefined, shown: "<database>.key" },
  }),
  ownerEmail: setting(text, {
    group: "Keys and first administrator",
    hasFlag: false,
    aliases: ["FIRST_SUPERUSER_EMAIL"],
    help: "e-mail address of the first administrator, created at the first start",
    serve: { default: undefined },
  }),
  ownerPassword: setting(text, {
    group: "Keys and first administrator",
    hasFlag: false,
    aliases: ["FIRST_SUPERUSER_PASSWORD"],
    isSecret: true,
    help: "password of the first administrator",
    serve: { default: undefined },
  }),
};

/** What only `dev` has. */
export const devSettings = {
  demo: setting(flag, {
    group: "Development tools",
    help: "start a demo MCP server to use the tokens with",
    dev: { default: false },
  }),
  demoPort: setting(port, {
    group: "Development tools",
    takes: "<number>",
    help: "port of the demo MCP server",
    dev: { default: undefined, shown: "the public port + 2" },
  }),
  identityProvider: setting(flag, {
    group: "Development tools",
    help: "start an OpenID provider that issues ID tokens, ID-JAGs and workload tokens",
    dev: { default: false },
  }),
  identityProviderPort: setting(port, {
    group: "Development tools",
    takes: "<number>",
    help: "port of the OpenID provider",
    dev: { default: undefined, shown: "the public port + 4" },
  }),
  https: setting(flag, {
    group: "Development tools",
    help: "serve https with a certificate of a local authority, which the first start creates",
    dev: { default: false },
  }),
  certificates: setting(text, {
    group: "Development tools",
    takes: "<folder>",
    help: "folder of the local certificate authority",
    dev: { default: undefined, shown: "your data folder" },
  }),
  document: setting(pathList, {
    group: "Development tools",
    takes: "<path>",
    isRepeatable: true,
    help: "serve this client ID metadata document and accept its URL as a client_id; can be repeated",
    dev: { default: [] },
  }),
};

/** Output of the server. */
export const logSettings = {
  logLevel: setting(z.enum(logLevels, `must be one of ${logLevels.join(", ")}`), {
    group: "Log",
    takes: "<level>",
    help: "debug, info, warn, error or silent",
    serve: { default: ({ quiet }) => (quiet === true ? "error" : "info"), shown: "info" },
    dev: { default: ({ quiet }) => (quiet === true ? "error" : "info"), shown: "info" },
  }),
  quiet: setting(flag, {
    group: "Log",
    help: "log errors only; the same as --log-level error",
    serve: { default: false },
    dev: { default: false },
  }),
};
