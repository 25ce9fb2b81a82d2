import type { AuditQuery } from "@sallyport/core";
import { z } from "zod";
import { addDatabaseOption, withManagement } from "../open-management.ts";
import { formatTable, print, printJson } from "../../terminal/output.ts";
import { defineCommand } from "../define.ts";
import { instant } from "./instant.ts";
import { describeRow, rowHeader, toCells } from "./rows.ts";

const maxRows = 10_000;

const input = z.strictObject({
  type: z.string().optional(),
  actor: z.string().optional(),
  user: z.string().optional(),
  client: z.string().optional(),
  resource: z.string().optional(),
  flow: z.string().optional(),
  request: z.string().optional(),
  error: z.string().optional(),
  from: instant,
  until: instant,
  limit: z
    .string()
    .regex(/^\d{1,5}$/, `must be a whole number from 1 to ${maxRows}`)
    .default("50")
    .transform(Number)
    .refine((number) => number >= 1 && number <= maxRows, `must be a whole number from 1 to ${maxRows}`),
  database: z.string().optional(),
});

export const listAudit = defineCommand({
  configure(command) {
    command
      .option("--type <type>", "filter by event type: client.deleted")
      .option("--actor <id>", "filter by the user or API key that acted")
      .option("--user <id>", "filter by the affected user")
      .option("--client <id>", "filter by client")
      .option("--resource <uri>", "filter by resource")
      .option("--flow <id>", "filter by flow")
      .option("--request <id>", "filter by request")
      .option("--error <error-id>", "show the events around this refused request")
      .option("--from <time>", "start, inclusive: 2026-02-03, 2026-02-03T04:05:06Z")
      .option("--until <time>", "end, exclusive")
      .option("--limit <number>", "maximum number of events (default: 50)");
    addDatabaseOption(command);
  },
  examples: [
    "sallyport audit list --database sqlite:./sallyport.db",
    "sallyport audit list --type sign_in.failed --from 2026-02-03",
    "sallyport audit list --client client_x7Q… --json | jq -r '.[].type'",
  ],
  input,
  async run({ database, limit, ...wanted }, json) {
    const rows = await withManagement({ database, mayCreate: false, isReading: true }, async ({ audit }) => {
      const found = [];
      for (let query: AuditQuery | undefined = toQuery(wanted, limit); query !== undefined && found.length < limit;) {
        const { items, next } = await audit.list(query);
        found.push(...items);
        query = next === undefined ? undefined : { ...query, cursor: next };
      }
      return found.slice(0, limit);
    });
    if (json) printJson(rows.map(describeRow));
    else if (rows.length === 0) print("No events found.");
    else print(formatTable(rowHeader, rows.map(toCells)));
  },
});

type Wanted = Omit<z.infer<typeof input>, "database" | "limit">;

function toQuery({ actor, user, client, flow, request, error, ...same }: Wanted, limit: number): AuditQuery {
  const renamed = { actorId: actor, userId: user, clientId: client, flowId: flow, requestId: request, errorId: error };
  const given = Object.entries({ ...renamed, ...same }).filter(([, value]) => value !== undefined);
  return { limit: Math.min(limit, 200), ...Object.fromEntries(given) };
}
