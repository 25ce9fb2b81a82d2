import type { Client, Management } from "@sallyport/core";
import { z } from "zod";
import { addDatabaseOption, withManagement } from "../../management.ts";
import { formatTable, print, printJson } from "../../output.ts";
import { defineCommand } from "../define.ts";
import { describeClient } from "./describe.ts";

export const listClients = defineCommand({
  configure: addDatabaseOption,
  examples: [
    "sallyport clients list --database sqlite:./sallyport.db",
    "sallyport clients list --json | jq -r '.[].client_id'",
  ],
  input: z.strictObject({ database: z.string().optional() }),
  async run({ database }, json) {
    const clients = await withManagement({ database, mayCreate: false }, readAll);
    if (json) printJson(clients.map(describeClient));
    else if (clients.length === 0) print("There are no clients.");
    else print(formatTable(["CLIENT_ID", "NAME", "TYPE", "ACTIVE", "REGISTERED BY"], clients.map(toRow)));
  },
});

async function readAll({ clients }: Management): Promise<Client[]> {
  const found: Client[] = [];
  for (let cursor: string | undefined; ;) {
    const { items, next } = await clients.list({ limit: 200, ...(cursor === undefined ? {} : { cursor }) });
    found.push(...items);
    if (next === undefined) return found;
    cursor = next;
  }
}

function toRow({ id, name, type, status, provenance }: Client): string[] {
  const clean = name.replaceAll(/[\p{Cc}\p{Cf}]/gu, "").slice(0, 60);
  return [id, clean, type, status === "active" ? "yes" : "no", provenance === "dynamic" ? "itself" : "an operator"];
}
