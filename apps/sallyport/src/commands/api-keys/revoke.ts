import { z } from "zod";
import { addDatabaseOption, withManagement } from "../open-management.ts";
import { print, printJson } from "../../terminal/output.ts";
import { defineCommand } from "../define.ts";

export const revokeApiKey = defineCommand({
  configure(command) {
    command.argument("<id>", "id of the key (see sallyport api-keys list)");
    addDatabaseOption(command);
  },
  examples: ["sallyport api-keys revoke key_x7Q… --database sqlite:./sallyport.db"],
  input: z.strictObject({ id: z.string(), database: z.string().optional() }),
  async run({ id, database }, json) {
    await withManagement({ database, mayCreate: false }, async ({ apiKeys }) => await apiKeys.revoke(id));
    if (json) printJson({ revoked: id });
    else print(`Revoked ${id}. Programs that use it are refused from now on.`);
  },
});
