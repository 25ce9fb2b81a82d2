import { z } from "zod";
import { usageFailure } from "../../terminal/failure.ts";
import { addDatabaseOption, withManagement } from "../open-management.ts";
import { print, printJson } from "../../terminal/output.ts";
import { collect, defineCommand, removable, versionNumber, wholeSeconds } from "../define.ts";
import { describeResource } from "./describe.ts";
import { readScopes } from "./scopes.ts";

const input = z.strictObject({
  uri: z.string(),
  seenVersion: versionNumber,
  name: removable(z.string().max(255, "is too long")),
  scope: z.array(z.string()).optional(),
  tokenFormat: z
    .enum(["jwt", "opaque"], "must be jwt or opaque")
    .transform((format) => (format === "jwt" ? null : format))
    .optional(),
  tokenTtl: removable(wholeSeconds),
  private: z.boolean().optional(),
  database: z.string().optional(),
});

export const updateResource = defineCommand({
  configure(command) {
    command
      .argument("<uri>", "URL of the resource")
      .option("--name <name>", 'display name for the consent page; "" removes it')
      .option("--scope <names>", 'the complete list of scopes, as for resources create; "" removes all', collect)
      .option("--token-format <format>", "token format: jwt or opaque")
      .option(
        "--token-ttl <seconds>",
        'lifetime of its access tokens, 60 to 3600; "" for that of the client or the server',
      )
      .option("--private", "allow only clients with this --default-resource")
      .option("--no-private", "allow all clients")
      .option("--seen-version <number>", "update only if the resource still has this version");
    addDatabaseOption(command);
  },
  examples: [
    'sallyport resources update https://mcp.example/mcp --scope "notes:read=Read your notes" --scope notes:write',
    "sallyport resources update https://mcp.example/mcp --token-ttl 300 --database sqlite:./sallyport.db",
  ],
  input,
  async run({ uri, seenVersion, database, ...given }, json) {
    if (Object.values(given).every((value) => value === undefined)) {
      throw usageFailure("no change is given: see --help for the options");
    }
    const { scope, tokenTtl, private: isPrivate, ...rest } = given;
    const change = { ...rest, scopes: scope?.flatMap(readScopes), accessTokenTtlSeconds: tokenTtl, isPrivate };
    const resource = await withManagement({ database, mayCreate: false }, async ({ resources }) =>
      resources.update(uri, { ...change, version: seenVersion ?? (await resources.get(uri)).version }),
    );
    if (json) printJson(describeResource(resource));
    else print(`Updated ${resource.uri} (version ${resource.version}).`);
  },
});
