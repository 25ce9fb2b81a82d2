import { z } from "zod";
import { readJsonFile } from "../../storage/json-file.ts";
import { usageFailure } from "../../terminal/failure.ts";
import { print, printJson } from "../../terminal/output.ts";
import { defineCommand } from "../define.ts";
import { addServerOption, mutate, server } from "./call.ts";

export const resetState = defineCommand({
  configure: addServerOption,
  examples: ["sallyport state reset"],
  input: z.strictObject({ server }),
  async run({ server: to }, json) {
    const answer = await mutate({ server: to, procedure: "reset" });
    if (json) printJson(answer);
    else print("Reset: new signing keys, and only the initial users and client.");
  },
});

export const seedState = defineCommand({
  configure(command) {
    command.argument(
      "<file>",
      "JSON: users (email, password, name), resources (uri, scopes), clients (name, redirectUris)",
    );
    addServerOption(command);
  },
  examples: ["sallyport state seed ./people.json"],
  input: z.strictObject({ file: z.string(), server }),
  async run({ file, server: to }, json) {
    const input = z.record(z.string(), z.unknown()).safeParse(readJsonFile(file, "file"));
    if (!input.success) throw usageFailure(`${file} is not a JSON object`, "file");
    const answer = await mutate({ server: to, procedure: "seed", input: input.data });
    if (json) return printJson(answer);
    const counts = z.record(z.string(), z.array(z.unknown())).parse(answer);
    print(
      `Created: ${Object.entries(counts)
        .map(([name, made]) => `${made.length} ${name}`)
        .join(", ")}.`,
    );
  },
});
