import type { EffectiveSetting } from "@sallyport/rpc";
import { z } from "zod";
import { serveDefaults } from "../settings/defaults.ts";
import { effectiveSettings } from "../settings/effective.ts";
import { clean, formatTable, print, printJson } from "../terminal/output.ts";
import { readSettingsAndOrigins } from "../settings/settings.ts";
import { defineCommand } from "./define.ts";
import { addServeOptions } from "./serve-options.ts";

export const config = defineCommand({
  configure(command) {
    addServeOptions(command).addHelpText(
      "after",
      `
Takes what serve takes, starts nothing and reads no database. Of a flag, a variable of our own, an alias (OAUTH_ISSUER),
and a line of the file the first counts. Secrets are not shown.`,
    );
  },
  examples: [
    "sallyport config --config ./sallyport.env",
    "sallyport config --json | jq '.[] | select(.source != \"default\")'",
  ],
  input: z.record(z.string(), z.unknown()),
  async run(flags, json) {
    const reading = readSettingsAndOrigins({ flags, environment: process.env, aliases: true });
    const settings = effectiveSettings(reading, serveDefaults(reading.settings));
    if (json) printJson(settings);
    else print(formatTable(["setting", "value", "from"], settings.map(toRow)));
  },
});

function toRow({ name, value = "-", source, spelling }: EffectiveSetting): string[] {
  const text = typeof value === "object" ? value.join(" ") : String(value);
  return [name, clean(text) || "-", spelling === undefined ? source : `${source} ${spelling}`];
}
