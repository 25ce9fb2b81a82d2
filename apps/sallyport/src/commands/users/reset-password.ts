import { z } from "zod";
import { addDatabaseOption, withManagement } from "../open-management.ts";
import { clean, print, printJson } from "../../terminal/output.ts";
import { defineCommand } from "../define.ts";

export const resetPassword = defineCommand({
  configure(command) {
    command.argument("<person>", "id or email address of the user");
    addDatabaseOption(command);
  },
  examples: ["sallyport users reset-password bob@example.com --database sqlite:./sallyport.db"],
  input: z.strictObject({ person: z.string(), database: z.string().optional() }),
  async run({ person, database }, json) {
    const made = await withManagement({ database, mayCreate: false }, async ({ users }) => {
      const { id, email } = await users.find(person);
      return { id, email, ...(await users.resetPassword(id)) };
    });
    const { id, email, url, expiresAt } = made;
    const expires = new Date(expiresAt * 1000).toISOString();
    if (json) printJson({ id, url, expires_at: expires });
    else print(`${clean(email)} can set a new password at this link, once, until ${expires}:\n\n  ${url}`);
  },
});
