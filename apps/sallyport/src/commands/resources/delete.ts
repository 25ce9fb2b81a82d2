import { z } from "zod";
import { addDatabaseOption, withManagement } from "../open-management.ts";
import { print, printJson } from "../../terminal/output.ts";
import { defineCommand } from "../define.ts";

export const deleteResource = defineCommand({
  configure(command) {
    command.argument("<uri>", "URL of the resource");
    addDatabaseOption(command);
  },
  examples: ["sallyport resources delete https://mcp.example/mcp --database sqlite:./sallyport.db"],
  input: z.strictObject({ uri: z.string(), database: z.string().optional() }),
  async run({ uri, database }, json) {
    await withManagement({ database, mayCreate: false }, async ({ resources }) => await resources.delete(uri));
    if (json) printJson({ deleted: uri });
    else print(`Deleted ${uri}.`);
  },
});
