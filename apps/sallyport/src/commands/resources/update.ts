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
      .argument("<uri>", "its URL")
      .option("--name <name>", 'what people read on the consent page; "" for none')
      .option("--scope <names>", 'its own scopes, all of them, as for resources create; "" for none', collect)
      .option("--token-format <format>", "jwt or opaque")
      .option("--token-ttl <seconds>", 'how long its access tokens live, 60 to 3600; "" for the client\'s')
      .option("--private", "only clients with this --default-resource may ask for it")
      .option("--no-private", "everybody may ask for it")
      .option("--seen-version <number>", "the version that you have seen: another one by now is refused");
    addDatabaseOption(command);
  },
  examples: [
    'sallyport resources update https://mcp.example/mcp --scope "notes:read=Read your notes" --scope notes:write',
    "sallyport resources update https://mcp.example/mcp --token-ttl 300 --database sqlite:./sallyport.db",
  ],
  input,
  async run({ uri, seenVersion, database, ...given }, json) {
    if (Object.values(given).every((value) => value === undefined)) {
      throw usageFailure("nothing to change is given (--help shows what can be)");
    }
    const { scope, tokenTtl, private: isPrivate, ...rest } = given;
    const change = { ...rest, scopes: scope?.flatMap(readScopes), accessTokenTtlSeconds: tokenTtl, isPrivate };
    const resource = await withManagement({ database, mayCreate: false }, async ({ resources }) =>
      resources.update(uri, { ...change, version: seenVersion ?? (await resources.get(uri)).version }),
    );
    if (json) printJson(describeResource(resource));
    else print(`Changed ${resource.uri}; it is in version ${resource.version}.`);
  },
});
