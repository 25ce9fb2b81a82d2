import { z } from "zod";
import { usageFailure } from "../../terminal/failure.ts";
import { formatTable, print, printJson } from "../../terminal/output.ts";
import { defineCommand } from "../define.ts";
import { addServerOption, mutate, query, server } from "./call.ts";

const waitingSchema = z.object({
  id: z.number(),
  fault: z.string(),
  left: z.union([z.number(), z.literal("all")]),
  route: z.string().optional(),
  clientId: z.string().optional(),
  grantType: z.string().optional(),
});
const listed = z.object({
  known: z.array(z.object({ name: z.string(), summary: z.string() })),
  waiting: z.array(waitingSchema),
});

export const listFaults = defineCommand({
  configure: addServerOption,
  examples: ["sallyport faults list"],
  input: z.strictObject({ server }),
  async run({ server: to }, json) {
    const answer = await query({ server: to, procedure: "faults.list" });
    if (json) return printJson(answer);
    const { known, waiting } = listed.parse(answer);
    const rows = known.map(({ name, summary }) => [name, summary]);
    print(`${formatTable(["FAULT", "EFFECT"], rows)}\n`);
    if (waiting.length === 0) print("No pending faults.");
    else print(formatTable(["ID", "PENDING", "LEFT", "MATCHES"], waiting.map(describe)));
  },
});

function describe({ id, fault, left, route, clientId, grantType }: z.infer<typeof waitingSchema>): string[] {
  const match = [route, grantType, clientId].filter((part) => part !== undefined).join(" ");
  return [String(id), fault, String(left), match === "" ? "default routes" : match];
}

const number = z
  .string()
  .regex(/^\d{1,5}$/, "must be a whole number")
  .transform(Number);

const setAnswer = z.union([z.object({ done: z.string() }), z.object({ waiting: waitingSchema })]);

export const setFault = defineCommand({
  configure(command) {
    command
      .argument("<fault>", "name of the fault (see sallyport faults list)")
      .option("--next <count>", "number of requests to affect, or all (default: 1)")
      .option("--route <name>", "affect only this route: token, authorize, register, metadata, jwks, ...")
      .option("--client-id <id>", "affect only this client")
      .option("--grant-type <name>", "affect only this grant type: refresh_token, ...")
      .option("--seconds <number>", "delay for slow, Retry-After for rate_limit")
      .option("--status <number>", "status for server_error: 500 to 599")
      .option("--issuer <url>", "issuer for wrong_iss");
    addServerOption(command);
  },
  examples: [
    "sallyport faults set expire_now",
    "sallyport faults set invalid_grant --grant-type refresh_token",
    "sallyport faults set server_error --status 503 --next 3 --route token",
  ],
  input: z.strictObject({
    fault: z.string(),
    next: z.union([z.literal("all"), number], "must be a whole number, or all").optional(),
    route: z.string().optional(),
    clientId: z.string().optional(),
    grantType: z.string().optional(),
    seconds: number.optional(),
    status: number.optional(),
    issuer: z.string().optional(),
    server,
  }),
  async run({ server: to, ...input }, json) {
    const answer = await mutate({ server: to, procedure: "faults.set", input });
    if (json) return printJson(answer);
    const outcome = setAnswer.parse(answer);
    if ("done" in outcome) return print(`Done: ${outcome.done}.`);
    const [id, name, left, match] = describe(outcome.waiting);
    print(`Fault ${id}: ${name} is pending for ${left} ${left === "1" ? "request" : "requests"} (${match}).`);
  },
});

export const clearFaults = defineCommand({
  configure(command) {
    command.argument("[id]", "id of the fault to clear (default: all)");
    addServerOption(command);
  },
  examples: ["sallyport faults clear", "sallyport faults clear 3"],
  input: z.strictObject({ id: z.string().optional(), server }),
  async run({ id, server: to }, json) {
    if (id !== undefined && !/^\d{1,9}$/.test(id)) throw usageFailure("the id must be a number", "id");
    const input = id === undefined ? {} : { id: Number(id) };
    const answer = await mutate({ server: to, procedure: "faults.clear", input });
    if (json) printJson(answer);
    else print("Cleared.");
  },
});
