import { z } from "zod";
import { addDatabaseOption, withManagement } from "../open-management.ts";
import { clean, print, printJson } from "../../terminal/output.ts";
import { defineCommand } from "../define.ts";
import { addPasswordOptions, passwordOptions, readPassword } from "./password-options.ts";

export const setPassword = defineCommand({
  configure(command) {
    command.argument("<person>", "id or email address of the user");
    addPasswordOptions(command);
    addDatabaseOption(command);
  },
  examples: ["sallyport users set-password bob@example.com --password-stdin < pw.txt"],
  input: z.strictObject({ person: z.string(), ...passwordOptions, database: z.string().optional() }),
  async run({ person, database, ...options }, json) {
    const password = await readPassword(options);
    const { id, email } = await withManagement({ database, mayCreate: false }, async ({ users }) => {
      const user = await users.find(person);
      await users.setPassword(user.id, password);
      return user;
    });
    if (json) printJson({ id, done: "set-password" });
    else print(`${clean(email)} has a new password; their sessions and tokens are revoked.`);
  },
});
