import { z } from "zod";
import { addDatabaseOption, withManagement } from "../open-management.ts";
import { clean, formatTime, print, printJson } from "../../terminal/output.ts";
import { defineCommand } from "../define.ts";
import { describeUser } from "./describe.ts";

export const getUser = defineCommand({
  configure(command) {
    command.argument("<person>", "id or email address of the user");
    addDatabaseOption(command);
  },
  examples: [
    "sallyport users get bob@example.com --database sqlite:./sallyport.db",
    "sallyport users get user_x7Q… --json | jq .role",
  ],
  input: z.strictObject({ person: z.string(), database: z.string().optional() }),
  async run({ person, database }, json) {
    const { user, sessions, consents } = await withManagement(
      { database, mayCreate: false, isReading: true },
      async ({ users }) => await users.get((await users.find(person)).id),
    );
    if (json) return printJson({ ...describeUser(user), session_count: sessions, consent_count: consents });
    const { id, email, name = "none", role, status, createdAt } = user;
    print(`${clean(email)} (${id})
name      ${clean(name)}
role      ${role}
status    ${status}
created   ${formatTime(createdAt)}
sessions  ${sessions}
consents  ${consents}`);
  },
});
