import type { Client, NewClient } from "@sallyport/core";
import { z } from "zod";
import { usageFailure } from "../../terminal/failure.ts";
import { readJsonFile } from "../../storage/json-file.ts";
import { addDatabaseOption, withManagement } from "../open-management.ts";
import { print, printJson } from "../../terminal/output.ts";
import { collect, defineCommand, formerOption, scopeList, wholeSeconds } from "../define.ts";
import { describeClient } from "./describe.ts";

const input = z.strictObject({
  name: z.string(),
  redirectUri: z.array(z.string()).default([]),
  type: z.enum(["public", "confidential"], "must be public or confidential").optional(),
  authMethod: z.string().optional(),
  jwksFile: z.string().optional(),
  jwksUri: z.string().optional(),
  grantType: z.array(z.string()).optional(),
  refreshReplay: z
    .literal("until-successor-used", "must be until-successor-used")
    .transform(() => "until_successor_used" as const)
    .optional(),
  scope: scopeList,
  defaultResource: z.string().optional(),
  mcpServerUrl: z.string().optional(),
  description: z.string().max(1000, "is too long").optional(),
  logoUri: z.string().optional(),
  accessTokenTtl: wholeSeconds,
  refreshTokenTtl: wholeSeconds,
  database: z.string().optional(),
});

export const createClient = defineCommand({
  configure(command) {
    command
      .requiredOption("--name <name>", "what people read on the consent page")
      .option(
        "--redirect-uri <uri>",
        "where answers may go; repeat for more than one; none for clients that ask for themselves",
        collect,
      )
      .option(
        "--type <type>",
        "public: no secret, as for programs on people's machines; or confidential (default: what fits --auth-method, else public)",
      )
      .option("--auth-method <name>", "how it proves itself: client_secret_basic, private_key_jwt, none, …")
      .option("--jwks-file <path>", "its public keys, a JWK set, for private_key_jwt")
      .option("--jwks-uri <url>", "where it publishes them, instead of --jwks-file")
      .option("--grant-type <name>", "what it may use; repeat for more than one; absent: those for people", collect)
      .option(
        "--scope <names>",
        "what it may ask for; repeat, or separate by spaces; absent: everything not privileged",
        collect,
      )
      .option("--default-resource <url>", "the MCP server it is for; registered as a resource if it is new")
      .addOption(formerOption("--mcp-server-url <url>"))
      .option("--description <text>", "more words for people")
      .option("--logo-uri <url>", "an image for the sign-in and consent pages, which show a copy of it")
      .option(
        "--access-token-ttl <seconds>",
        "how long its access tokens live, an hour at most (default: the server's)",
      )
      .option("--refresh-token-ttl <seconds>", "how long its refresh tokens live unused (default: the server's)")
      .option(
        "--refresh-replay <rule>",
        "until-successor-used: an old refresh token gets its successor again until that is used, for clients that lose answers (default: for the server's short window)",
      );
    addDatabaseOption(command);
  },
  examples: [
    "sallyport clients create --database sqlite:./sallyport.db --name Notes --redirect-uri http://127.0.0.1/callback",
    'sallyport clients create --name Web --type confidential --redirect-uri https://app.example/cb --scope "openid email" --json',
    "sallyport clients create --name Nightly --type confidential --grant-type client_credentials --scope files:read --default-resource https://mcp.example/mcp",
    "sallyport clients create --name Agent --auth-method private_key_jwt --jwks-file agent.jwks.json --redirect-uri https://agent.example/cb",
  ],
  input,
  async run({ database, ...given }, json) {
    const wanted = toNewClient(given);
    const { client, secret } = await withManagement(
      { database, mayCreate: true },
      async ({ clients }) => await clients.create(wanted),
    );
    if (json) printJson({ ...describeClient(client), ...describeSecret(secret) });
    else printClient(client, secret);
  },
});

function toNewClient(given: Omit<z.infer<typeof input>, "database">): NewClient {
  const { redirectUri, scope, grantType, accessTokenTtl, refreshTokenTtl, jwksFile, mcpServerUrl, ...rest } = given;
  if (jwksFile !== undefined && rest.jwksUri !== undefined) {
    throw usageFailure("the keys come from --jwks-file or from --jwks-uri, not from both", "jwksUri");
  }
  return {
    ...rest,
    defaultResource: rest.defaultResource === undefined ? mcpServerUrl : rest.defaultResource,
    type: rest.type ?? ([undefined, "none"].includes(rest.authMethod) ? "public" : "confidential"),
    redirectUris: redirectUri,
    scopes: scope,
    grantTypes: grantType,
    accessTokenTtlSeconds: accessTokenTtl,
    refreshTokenTtlSeconds: refreshTokenTtl,
    jwks: jwksFile === undefined ? undefined : readJsonFile(jwksFile, "jwksFile"),
  };
}

function describeSecret(secret: string | undefined): Record<string, unknown> {
  return secret === undefined ? {} : { client_secret: secret, client_secret_expires_at: 0 };
}

function printClient(client: Client, secret: string | undefined): void {
  print(`Registered ${client.name}, a ${client.type} client.`);
  print(`  client_id      ${client.id}`);
  if (secret !== undefined) print(`  client_secret  ${secret}   (keep it now: it is not shown again)`);
  if (client.redirectUris.length > 0) print(`  redirect_uris  ${client.redirectUris.join(" ")}`);
}
