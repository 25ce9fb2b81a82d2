import { clientDocumentFormat, type ClientRow, type Management } from "@sallyport/core";
import { z } from "zod";
import { addDatabaseOption, withManagement } from "../open-management.ts";
import { print } from "../../terminal/output.ts";
import { defineCommand } from "../define.ts";

export const exportClients = defineCommand({
  configure(command) {
    command.option("--with-secrets", "with the hashes of their secrets, so that they need no new ones");
    addDatabaseOption(command);
  },
  examples: [
    "sallyport clients export --database sqlite:./sallyport.db > clients.json",
    "sallyport clients export --with-secrets > clients.json",
  ],
  input: z.strictObject({ withSecrets: z.boolean().default(false), database: z.string().optional() }),
  async run({ withSecrets, database }) {
    const rows = await withManagement(
      { database, mayCreate: false, isReading: true },
      async (management) => await readAll(management, withSecrets),
    );
    const head = JSON.stringify(clientDocumentFormat).slice(0, -1);
    // A line for each client, so that two documents can be compared.
    print(`${head},"clients":[\n${rows.map((row) => JSON.stringify(row)).join(",\n")}\n]}`);
  },
});

async function readAll({ clients }: Management, withSecrets: boolean): Promise<ClientRow[]> {
  const rows: ClientRow[] = [];
  for (let cursor: string | undefined; ;) {
    const page = { limit: 200, order: "asc" as const, ...(cursor === undefined ? {} : { cursor }) };
    const { items, next } = await clients.export(page, { withSecrets });
    rows.push(...items);
    if (next === undefined) return rows;
    cursor = next;
  }
}
