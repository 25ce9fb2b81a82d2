import { z } from "zod";
import { addDatabaseOption, withManagement } from "../open-management.ts";
import { clean, formatTime, print, printJson } from "../../terminal/output.ts";
import { defineCommand } from "../define.ts";
import { describeClient } from "./describe.ts";

export const getClient = defineCommand({
  configure(command) {
    command.argument("<id>", "its client_id");
    addDatabaseOption(command);
  },
  examples: [
    "sallyport clients get client_x7Q… --database sqlite:./sallyport.db",
    "sallyport clients get https://app.example/oauth/client.json --json | jq .status",
  ],
  input: z.strictObject({ id: z.string(), database: z.string().optional() }),
  async run({ id, database }, json) {
    const client = await withManagement(
      { database, mayCreate: false, isReading: true },
      async ({ clients }) => await clients.get(id),
    );
    const described = describeClient(client);
    if (json) printJson(described);
    else print(format(described));
  },
});

function format(members: Record<string, unknown>): string {
  const wide = Math.max(...Object.keys(members).map((name) => name.length));
  return Object.entries(members)
    .map(([name, value]) => `${clean(name).padEnd(wide)}  ${clean(textOf(name, value))}`)
    .join("\n");
}

function textOf(name: string, value: unknown): string {
  if (typeof value === "number") return /_(at|until)$/.test(name) ? formatTime(value) : `${value} s`;
  if (Array.isArray(value)) return value.join(" ");
  return typeof value === "string" ? value : JSON.stringify(value);
}
