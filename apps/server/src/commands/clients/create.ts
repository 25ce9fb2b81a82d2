import type { Client } from "@sallyport/core";
import { z } from "zod";
import { addDatabaseOption, withManagement } from "../../management.ts";
import { print, printJson } from "../../output.ts";
import { collect, defineCommand, scopeList } from "../define.ts";
import { describeClient } from "./describe.ts";

const ttl = z
  .string()
  .regex(/^[1-9]\d{0,7}$/, "must be a whole number of seconds")
  .transform(Number)
  .optional();

const input = z.strictObject({
  name: z.string(),
  redirectUri: z.array(z.string()).min(1),
  type: z.enum(["public", "confidential"], "must be public or confidential"),
  scope: scopeList,
  mcpServerUrl: z.string().optional(),
  description: z.string().max(1000, "is too long").optional(),
  accessTokenTtl: ttl,
  refreshTokenTtl: ttl,
  database: z.string().optional(),
});

export const createClient = defineCommand({
  configure(command) {
    command
      .requiredOption("--name <name>", "what people read on the consent page")
      .requiredOption("--redirect-uri <uri>", "where answers may go; repeat for more than one", collect)
      .option("--type <type>", "public: no secret, as for programs on people's machines; or confidential", "public")
      .option(
        "--scope <names>",
        "what it may ask for; repeat, or separate by spaces; absent: everything not privileged",
        collect,
      )
      .option("--mcp-server-url <url>", "the MCP server it is for; registered as a resource if it is new")
      .option("--description <text>", "more words for people")
      .option("--access-token-ttl <seconds>", "how long its access tokens live (default: the server's)")
      .option("--refresh-token-ttl <seconds>", "how long its refresh tokens live unused (default: the server's)");
    addDatabaseOption(command);
  },
  examples: [
    "sallyport clients create --database sqlite:./sallyport.db --name Notes --redirect-uri http://127.0.0.1/callback",
    'sallyport clients create --name Web --type confidential --redirect-uri https://app.example/cb --scope "openid email" --json',
  ],
  input,
  async run({ database, redirectUri, scope, accessTokenTtl, refreshTokenTtl, ...rest }, json) {
    const { client, secret } = await withManagement(
      { database, mayCreate: true },
      async ({ clients }) =>
        await clients.create({
          ...rest,
          redirectUris: redirectUri,
          scopes: scope,
          accessTokenTtlSeconds: accessTokenTtl,
          refreshTokenTtlSeconds: refreshTokenTtl,
        }),
    );
    if (json) printJson({ ...describeClient(client), ...describeSecret(secret) });
    else printClient(client, secret);
  },
});

function describeSecret(secret: string | undefined): Record<string, unknown> {
  return secret === undefined ? {} : { client_secret: secret, client_secret_expires_at: 0 };
}

function printClient(client: Client, secret: string | undefined): void {
  print(`Registered ${client.name}, a ${client.type} client.`);
  print(`  client_id      ${client.id}`);
  if (secret !== undefined) print(`  client_secret  ${secret}   (keep it now: it is not shown again)`);
  print(`  redirect_uris  ${client.redirectUris.join(" ")}`);
}
