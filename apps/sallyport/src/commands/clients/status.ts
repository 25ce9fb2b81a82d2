import type { ClientId, Management } from "@sallyport/core";
import { z } from "zod";
import { addDatabaseOption, withManagement } from "../open-management.ts";
import { print, printJson } from "../../terminal/output.ts";
import { type CommandModule, defineCommand } from "../define.ts";

interface Change {
  verb: string;
  status: "active" | "disabled";
  apply: (clients: Management["clients"], id: ClientId) => Promise<void>;
  /** What it means from now on. */
  effect: string;
}

export const approveClient = defineChange({
  verb: "approve",
  status: "active",
  apply: (clients, id) => clients.approve(id),
  effect: "it may ask for tokens now",
});

export const disableClient = defineChange({
  verb: "disable",
  status: "disabled",
  apply: (clients, id) => clients.setStatus(id, "disabled"),
  effect: "everything that it held is void",
});

export const enableClient = defineChange({
  verb: "enable",
  status: "active",
  apply: (clients, id) => clients.setStatus(id, "active"),
  effect: "it may ask for tokens now; what it held before is not back",
});

function defineChange({ verb, status, apply, effect }: Change): CommandModule {
  return defineCommand({
    configure(command) {
      command.argument("<id>", "its client_id");
      addDatabaseOption(command);
    },
    examples: [`sallyport clients ${verb} client_x7Q… --database sqlite:./sallyport.db`],
    input: z.strictObject({ id: z.string(), database: z.string().optional() }),
    async run({ id, database }, json) {
      await withManagement({ database, mayCreate: false }, async ({ clients }) => await apply(clients, id));
      if (json) printJson({ client_id: id, status });
      else print(`${id} is ${status}: ${effect}.`);
    },
  });
}
