import { z } from "zod";
import { addDatabaseOption, withManagement } from "../open-management.ts";
import { print, printJson } from "../../terminal/output.ts";
import { defineCommand } from "../define.ts";

export const deleteClient = defineCommand({
  configure(command) {
    command.argument("<id>", "its client_id");
    addDatabaseOption(command);
  },
  examples: ["sallyport clients delete client_x7Q… --database sqlite:./sallyport.db"],
  input: z.strictObject({ id: z.string(), database: z.string().optional() }),
  async run({ id, database }, json) {
    await withManagement({ database, mayCreate: false }, async ({ clients }) => await clients.delete(id));
    if (json) printJson({ deleted: id });
    else print(`Deleted ${id} with its codes, tokens and consents.`);
  },
});
