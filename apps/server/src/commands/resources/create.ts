import { z } from "zod";
import { addDatabaseOption, withManagement } from "../../management.ts";
import { print, printJson } from "../../output.ts";
import { collect, defineCommand, scopeList } from "../define.ts";
import { describeResource } from "./describe.ts";

const input = z.strictObject({
  uri: z.string(),
  name: z.string().min(1, "must not be empty").max(255, "is too long").optional(),
  scope: scopeList,
  database: z.string().optional(),
});

export const createResource = defineCommand({
  configure(command) {
    command
      .requiredOption("--uri <uri>", "its URL, exactly as it names itself: becomes the audience of tokens")
      .option("--name <name>", "what people read on the consent page")
      .option("--scope <names>", "its own scopes; repeat, or separate by spaces", collect);
    addDatabaseOption(command);
  },
  examples: ['sallyport resources create --uri https://mcp.example/mcp --name Notes --scope "notes:read notes:write"'],
  input,
  async run({ uri, name, scope = [], database }, json) {
    const scopes = scope.map((one) => ({ name: one }));
    const resource = await withManagement(
      { database, mayCreate: true },
      async ({ resources }) => await resources.create({ uri, name, scopes }),
    );
    if (json) printJson(describeResource(resource));
    else print(`Registered ${resource.uri} with ${scopes.length} scopes.`);
  },
});
