import type { ApiKey, Management } from "@sallyport/core";
import { z } from "zod";
import { addDatabaseOption, withManagement } from "../open-management.ts";
import { clean, formatTable, formatTime, print, printJson } from "../../terminal/output.ts";
import { defineCommand } from "../define.ts";
import { describeApiKey } from "./describe.ts";

export const listApiKeys = defineCommand({
  configure: addDatabaseOption,
  examples: [
    "sallyport api-keys list --database sqlite:./sallyport.db",
    "sallyport api-keys list --json | jq -r '.[].id'",
  ],
  input: z.strictObject({ database: z.string().optional() }),
  async run({ database }, json) {
    const keys = await withManagement({ database, mayCreate: false, isReading: true }, readAll);
    if (json) printJson(keys.map(describeApiKey));
    else if (keys.length === 0) print("No API keys found.");
    else print(formatTable(["ID", "NAME", "ROLE", "OWNER", "EXPIRES", "LAST USED"], keys.map(toRow)));
  },
});

async function readAll({ apiKeys }: Management): Promise<ApiKey[]> {
  const found: ApiKey[] = [];
  for (let cursor: string | undefined; ;) {
    const { items, next } = await apiKeys.list({ limit: 200, ...(cursor === undefined ? {} : { cursor }) });
    found.push(...items);
    if (next === undefined) return found;
    cursor = next;
  }
}

function toRow({ id, name, role, makerId, expiresAt, lastUsedAt }: ApiKey): string[] {
  const used = lastUsedAt === undefined ? "never" : formatTime(lastUsedAt);
  return [id, clean(name), role, makerId, formatTime(expiresAt), used];
}
