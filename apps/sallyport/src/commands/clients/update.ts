import type { ClientChange } from "@sallyport/core";
import { z } from "zod";
import { usageFailure } from "../../terminal/failure.ts";
import { readJsonFile } from "../../storage/json-file.ts";
import { addDatabaseOption, withManagement } from "../open-management.ts";
import { clean, print, printJson } from "../../terminal/output.ts";
import { collect, defineCommand, formerOption, removable, scopeList, versionNumber, wholeSeconds } from "../define.ts";
import { describeClient } from "./describe.ts";

const input = z.strictObject({
  id: z.string(),
  seenVersion: versionNumber,
  name: z.string().optional(),
  description: removable(z.string().max(1000, "is too long")),
  redirectUri: z.array(z.string()).optional(),
  scope: z.union([z.tuple([z.literal("default")]).transform(() => null), scopeList]),
  defaultResource: removable(z.string()),
  mcpServerUrl: removable(z.string()),
  authMethod: z.string().optional(),
  grantType: z.array(z.string()).optional(),
  jwksFile: z.string().optional(),
  jwksUri: z.string().optional(),
  logoUri: removable(z.string()),
  accessTokenTtl: removable(wholeSeconds),
  refreshTokenTtl: removable(wholeSeconds),
  refreshReplay: removable(
    z
      .literal("until-successor-used", "must be until-successor-used or nothing")
      .transform(() => "until_successor_used" as const),
  ),
  database: z.string().optional(),
});

export const updateClient = defineCommand({
  configure(command) {
    command
      .argument("<id>", "its client_id")
      .option("--name <name>", "what people read on the consent page; they are asked again")
      .option("--description <text>", 'more words for people; "" for none')
      .option("--redirect-uri <uri>", "where answers may go, all of them; repeat; people are asked again", collect)
      .option("--scope <names>", "what it may ask for, all of it; default: everything not privileged", collect)
      .option("--default-resource <url>", 'the MCP server it is for; "" for none')
      .addOption(formerOption("--mcp-server-url <url>"))
      .option("--auth-method <name>", "how it proves itself")
      .option("--grant-type <name>", "what it may use, all of it; repeat for more than one", collect)
      .option("--jwks-file <path>", "its public keys, a JWK set, for private_key_jwt")
      .option("--jwks-uri <url>", "where it publishes them, instead of --jwks-file")
      .option("--logo-uri <url>", 'an image for the pages; "" for none')
      .option("--access-token-ttl <seconds>", 'how long its access tokens live; "" for the server\'s')
      .option("--refresh-token-ttl <seconds>", 'how long its refresh tokens live unused; "" for the server\'s')
      .option("--refresh-replay <rule>", 'until-successor-used, or "" for the server\'s short window')
      .option("--seen-version <number>", "the version that you have seen: another one by now is refused");
    addDatabaseOption(command);
  },
  examples: [
    'sallyport clients update client_x7Q… --name "Notes for teams" --database sqlite:./sallyport.db',
    'sallyport clients update https://app.example/oauth/client.json --scope "files:read" --json',
    'sallyport clients update client_x7Q… --access-token-ttl 300 --description ""',
  ],
  input,
  async run({ id, database, seenVersion, ...given }, json) {
    const change = toChange(given);
    const client = await withManagement({ database, mayCreate: false }, async ({ clients }) =>
      clients.update(id, { ...change, version: seenVersion ?? (await clients.get(id)).version }),
    );
    if (json) printJson(describeClient(client));
    else print(`Changed ${clean(client.name)}; it is in version ${client.version}.`);
  },
});

function toChange(
  given: Omit<z.infer<typeof input>, "id" | "database" | "seenVersion">,
): Omit<ClientChange, "version"> {
  if (Object.values(given).every((value) => value === undefined)) {
    throw usageFailure("nothing to change is given (--help shows what can be)");
  }
  const { redirectUri, scope, grantType, accessTokenTtl, refreshTokenTtl, jwksFile, mcpServerUrl, ...rest } = given;
  return {
    ...rest,
    defaultResource: rest.defaultResource === undefined ? mcpServerUrl : rest.defaultResource,
    redirectUris: redirectUri,
    scopes: scope,
    grantTypes: grantType,
    accessTokenTtlSeconds: accessTokenTtl,
    refreshTokenTtlSeconds: refreshTokenTtl,
    jwks: jwksFile === undefined ? undefined : readJsonFile(jwksFile, "jwksFile"),
  };
}
