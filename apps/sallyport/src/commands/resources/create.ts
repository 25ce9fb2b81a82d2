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
      .requiredOption("--uri <uri>", "its URL, exactly as it names itself: becomes the audience of tokens")
      .option("--name <name>", "what people read on the consent page")
      .option(
        "--scope <names>",
        'its own scopes; repeat, or separate by spaces; with words for people: "notes:read=Read your notes"',
        collect,
      )
      .option("--token-format <format>", "opaque: it asks about each token instead of verifying it (default: jwt)")
      .option(
        "--token-ttl <seconds>",
        "how long its access tokens live, 60 to 3600 (default: the client's or the server's)",
      )
      .option("--private", "only clients with this --default-resource may ask for it, and no metadata names it");
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
