import type { Client, Management } from "@sallyport/core";
import { z } from "zod";
import { addDatabaseOption, withManagement } from "../open-management.ts";
import { clean, formatTable, print, printJson } from "../../terminal/output.ts";
import { defineCommand } from "../define.ts";
import { describeClient } from "./describe.ts";

const statuses = ["active", "disabled", "pending"] as const;
const provenances = ["preregistered", "dynamic", "document"] as const;

const input = z.strictObject({
  status: z.enum(statuses, `must be one of ${statuses.join(", ")}`).optional(),
  provenance: z.enum(provenances, `must be one of ${provenances.join(", ")}`).optional(),
  database: z.string().optional(),
});

export const listClients = defineCommand({
  configure(command) {
    command
      .option("--status <status>", "only those that are active, disabled, or pending: waiting for approval")
      .option("--provenance <kind>", "only those that are preregistered, dynamic, or known by their document");
    addDatabaseOption(command);
  },
  examples: [
    "sallyport clients list --database sqlite:./sallyport.db",
    "sallyport clients list --status pending",
    "sallyport clients list --json | jq -r '.[].client_id'",
  ],
  input,
  async run({ database, ...filter }, json) {
    const clients = await withManagement(
      { database, mayCreate: false, isReading: true },
      async (management) => await readAll(management, filter),
    );
    if (json) printJson(clients.map(describeClient));
    else if (clients.length === 0) print("There are no such clients.");
    else print(formatTable(["CLIENT_ID", "NAME", "TYPE", "STATUS", "REGISTERED BY"], clients.map(toRow)));
  },
});

type Filter = Pick<z.infer<typeof input>, "status" | "provenance">;

async function readAll({ clients }: Management, { status, provenance }: Filter): Promise<Client[]> {
  const filter = { ...(status === undefined ? {} : { status }), ...(provenance === undefined ? {} : { provenance }) };
  const found: Client[] = [];
  for (let cursor: string | undefined; ;) {
    const page = { limit: 200, ...(cursor === undefined ? {} : { cursor }) };
    const { items, next } = await clients.list({ ...page, ...filter });
    found.push(...items);
    if (next === undefined) return found;
    cursor = next;
  }
}

const origins: Record<Client["provenance"], string> = {
  preregistered: "an operator",
  dynamic: "itself",
  document: "its document",
};

function toRow({ id, name, type, status, provenance }: Client): string[] {
  return [clean(id), clean(name).slice(0, 60), type, status, origins[provenance]];
}
