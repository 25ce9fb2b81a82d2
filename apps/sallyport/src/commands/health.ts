import { z } from "zod";
import { serveDefaults } from "../settings/defaults.ts";
import { Failure } from "../terminal/failure.ts";
import { print, printJson } from "../terminal/output.ts";
import { readSettings } from "../settings/settings.ts";
import { defineCommand } from "./define.ts";

const deadlineMs = 5_000;

export const health = defineCommand({
  configure(command) {
    command
      .argument("[url]", "where the public listener is (default: this machine, at SALLYPORT_PORT or 4455)")
      .addHelpText("after", "\nEnds with 0 when the server answers and reaches its database, with 1 when not.");
  },
  examples: ["sallyport health", "sallyport health http://127.0.0.1:8080"],
  input: z.strictObject({ url: z.url({ protocol: /^https?$/, error: "must be an http or https URL" }).optional() }),
  async run({ url }, json) {
    const probe = new URL("/readyz", url ?? hereUrl());
    const status = await ask(probe);
    if (status !== 200) {
      const found = status === undefined ? "nothing answers" : `${status} is the answer`;
      throw new Failure("not_ready", `the server is not ready: ${found} at ${probe.href}`);
    }
    if (json) printJson({ ready: true });
    else print("The server is ready.");
  },
});

function hereUrl(): string {
  const settings = readSettings({ flags: {}, environment: process.env, aliases: true });
  const { port = serveDefaults(settings).port } = settings;
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
