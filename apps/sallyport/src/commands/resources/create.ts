import { z } from "zod";
import { addDatabaseOption, withManagement } from "../open-management.ts";
import { print, printJson } from "../../terminal/output.ts";
import { collect, defineCommand, wholeSeconds } from "../define.ts";
import { describeResource } from "./describe.ts";
import { readScopes } from "./scopes.ts";

const input = z.strictObject({
  uri: z.string(),
  name: z.string().min(1, "must not be empty").max(255, "is too long").optional(),
  scope: z.array(z.string()).optional(),
  tokenFormat: z.enum(["jwt", "opaque"], "must be jwt or opaque").optional(),
  tokenTtl: wholeSeconds,
  private: z.literal(true).optional(),
  database: z.string().optional(),
});

export const createResource = defineCommand({
  configure(command) {
    command
      .requiredOption(
        "--uri <uri>",
        "resource identifier: its URL exactly as in its metadata; the audience of its tokens",
      )
      .option("--name <name>", "display name for the consent page")
      .option(
        "--scope <names>",
        'scopes, separated by spaces or repeated; with a description: "notes:read=Read your notes"',
        collect,
      )
      .option("--token-format <format>", "jwt, or opaque for introspection of each token (default: jwt)")
      .option(
        "--token-ttl <seconds>",
        "lifetime of its access tokens, 60 to 3600 (default: that of the client or the server)",
      )
      .option("--private", "allow only clients with this --default-resource, and leave it out of the metadata");
    addDatabaseOption(command);
  },
  examples: [
    'sallyport resources create --uri https://mcp.example/mcp --name Notes --scope "notes:read notes:write"',
    "sallyport resources create --uri https://payroll.example/mcp --token-format opaque --token-ttl 300 --private",
  ],
  input,
  async run({ uri, name, scope = [], tokenFormat, tokenTtl, private: isPrivate, database }, json) {
    const wanted = {
      uri,
      name,
      scopes: scope.flatMap(readScopes),
      tokenFormat: tokenFormat === "opaque" ? tokenFormat : undefined,
      accessTokenTtlSeconds: tokenTtl,
      isPrivate,
    };
    const resource = await withManagement(
      { database, mayCreate: true },
      async ({ resources }) => await resources.create(wanted),
    );
    if (json) printJson(describeResource(resource));
    else print(`Registered ${resource.uri} with ${resource.scopes.length} scopes.`);
  },
});
