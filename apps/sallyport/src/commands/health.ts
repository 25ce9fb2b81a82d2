import { z } from "zod";
import { Failure } from "../terminal/failure.ts";
import { print, printJson } from "../terminal/output.ts";
import { readSettings } from "../settings/read.ts";
import { valuesOf } from "../settings/table.ts";
import { defineCommand } from "./define.ts";

const deadlineMs = 5_000;

export const health = defineCommand({
  configure(command) {
    command
      .argument("[url]", "URL of the public listener (default: http://127.0.0.1, port SALLYPORT_PORT or 4455)")
      .addHelpText("after", "\nThe exit code is 0 when the server responds and reaches its database, otherwise 1.");
  },
  examples: ["sallyport health", "sallyport health http://127.0.0.1:8080"],
  input: z.strictObject({ url: z.url({ protocol: /^https?$/, error: "must be an http or https URL" }).optional() }),
  async run({ url }, json) {
    const probe = new URL("/readyz", url ?? hereUrl());
    const status = await ask(probe);
    if (status !== 200) {
      const found = status === undefined ? "no response" : `status ${status}`;
      throw new Failure("not_ready", `the server is not ready: ${found} from ${probe.href}`);
    }
    if (json) printJson({ ready: true });
    else print("The server is ready.");
  },
});

function hereUrl(): string {
  const settings = readSettings({ flags: {}, environment: process.env, aliases: true });
  const { port } = valuesOf(settings, "serve");
  return `http://127.0.0.1:${port}`;
}

async function ask(probe: URL): Promise<number | undefined> {
  try {
    const { status } = await fetch(probe, { signal: AbortSignal.timeout(deadlineMs), redirect: "manual" });
    return status;
  } catch {
    return undefined;
  }
}
