import type { Management, UserId } from "@sallyport/core";
import { z } from "zod";
import { addDatabaseOption, withManagement } from "../open-management.ts";
import { clean, print, printJson } from "../../terminal/output.ts";
import { type CommandModule, defineCommand } from "../define.ts";

interface Change {
  verb: string;
  apply: (users: Management["users"], id: UserId) => Promise<void>;
  /** What it means from now on. */
  effect: string;
}

export const disableUser = defineChange({
  verb: "disable",
  apply: (users, id) => users.setStatus(id, "disabled"),
  effect: "is disabled; their sessions and tokens are revoked",
});

export const enableUser = defineChange({
  verb: "enable",
  apply: (users, id) => users.setStatus(id, "active"),
  effect: "can sign in again; sessions and tokens that were revoked stay revoked",
});

export const signOutUser = defineChange({
  verb: "sign-out",
  apply: (users, id) => users.signOutEverywhere(id),
  effect: "is signed out everywhere; their sessions and tokens are revoked",
});

export const eraseUser = defineChange({
  verb: "erase",
  apply: (users, id) => users.erase(id),
  effect: "and all data stored about them are deleted",
});

function defineChange({ verb, apply, effect }: Change): CommandModule {
  return defineCommand({
    configure(command) {
      command.argument("<person>", "id or email address of the user");
      addDatabaseOption(command);
    },
    examples: [`sallyport users ${verb} bob@example.com --database sqlite:./sallyport.db`],
    input: z.strictObject({ person: z.string(), database: z.string().optional() }),
    async run({ person, database }, json) {
      const { id, email } = await withManagement({ database, mayCreate: false }, async ({ users }) => {
        const user = await users.find(person);
        await apply(users, user.id);
        return user;
      });
      if (json) printJson({ id, done: verb });
      else print(`${clean(email)} ${effect}.`);
    },
  });
}
