import type { Command } from "commander";
import { z } from "zod";
import { clean, formatTable, print, printJson } from "../../terminal/output.ts";
import { defineCommand } from "../define.ts";
import { addServerOption, query, server } from "./call.ts";

const requestSchema = z.object({
  number: z.number(),
  at: z.string(),
  method: z.string(),
  route: z.string(),
  status: z.number(),
  clientId: z.string().optional(),
  error: z.string().optional(),
  reason: z.string().optional(),
  faults: z.array(z.string()),
});
type Shown = z.infer<typeof requestSchema>;

const number = z
  .string()
  .regex(/^\d{1,9}$/, "must be a whole number")
  .transform(Number);
const filter = {
  route: z.string().optional(),
  clientId: z.string().optional(),
  status: number.optional(),
  after: number.optional(),
};

function addFilter(command: Command): Command {
  const filtered = command
    .option("--route <name>", "show only this route: token, authorize, register, ...")
    .option("--client-id <id>", "show only requests of this client")
    .option("--status <number>", "show only this response status")
    .option("--after <number>", "show only requests after this number");
  addServerOption(command);
  return filtered;
}

function format(requests: readonly Shown[]): string {
  const rows = requests.map((one) => [
    String(one.number),
    one.at.slice(11, 19),
    one.method,
    one.route,
    String(one.status),
    clean(one.clientId ?? ""),
    [one.error, one.reason && `(${one.reason})`, ...one.faults.map((fault) => `[${fault}]`)].filter(Boolean).join(" "),
  ]);
  return formatTable(["NUMBER", "TIME", "METHOD", "ROUTE", "STATUS", "CLIENT", "ERROR"], rows);
}

export const listRequests = defineCommand({
  configure: addFilter,
  examples: ["sallyport requests list --route token", "sallyport requests list --json"],
  input: z.strictObject({ ...filter, server }),
  async run({ server: to, ...input }, json) {
    const answer = await query({ server: to, procedure: "requests.list", input });
    if (json) printJson(answer);
    else print(format(z.object({ requests: z.array(requestSchema) }).parse(answer).requests));
  },
});

export const waitForRequest = defineCommand({
  configure(command) {
    addFilter(command).option("--seconds <number>", "seconds to wait, 1 to 60 (default: 10)");
  },
  examples: ["sallyport requests wait --route token --seconds 30"],
  input: z.strictObject({ ...filter, seconds: number.optional(), server }),
  async run({ server: to, ...input }, json) {
    const answer = await query({ server: to, procedure: "requests.wait", input });
    if (json) printJson(answer);
    else print(format([requestSchema.parse(answer)]));
  },
});
