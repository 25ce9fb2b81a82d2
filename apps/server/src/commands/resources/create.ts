import { z } from "zod";
import { addDatabaseOption, withManagement } from "../../management.ts";
import { print, printJson } from "../../output.ts";
import { collect, defineCommand } from "../define.ts";
import { describeResource } from "./describe.ts";

/** Names separated by spaces, or one name with its words: `name=words for people`. */
function readScopes(text: string): { name: string; description?: string }[] {
  const [name = "", ...words] = text.split("=");
  if (words.length > 0) return [{ name, description: words.join("=") }];
  return text.split(" ").flatMap((one) => (one === "" ? [] : [{ name: one }]));
}

const input = z.strictObject({
  uri: z.string(),
  name: z.string().min(1, "must not be empty").max(255, "is too long").optional(),
  scope: z.array(z.string()).optional(),
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
      );
    addDatabaseOption(command);
  },
  examples: ['sallyport resources create --uri https://mcp.example/mcp --name Notes --scope "notes:read notes:write"'],
  input,
  async run({ uri, name, scope = [], database }, json) {
    const scopes = scope.flatMap(readScopes);
    const resource = await withManagement(
      { database, mayCreate: true },
      async ({ resources }) => await resources.create({ uri, name, scopes }),
    );
    if (json) printJson(describeResource(resource));
    else print(`Registered ${resource.uri} with ${scopes.length} scopes.`);
  },
});
