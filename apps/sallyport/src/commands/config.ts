import type { EffectiveSetting } from "@sallyport/rpc";
import { z } from "zod";
import { effectiveSettings } from "../settings/effective.ts";
import { clean, formatTable, print, printJson } from "../terminal/output.ts";
import { readSettingsAndOrigins } from "../settings/read.ts";
import { defineCommand } from "./define.ts";
import { addSettingOptions } from "./setting-options.ts";

export const config = defineCommand({
  configure(command) {
    addSettingOptions(command, "serve").addHelpText(
      "after",
      `
Shows the settings that serve would use with these options. It starts no server and reads no database. A flag overrides
a SALLYPORT_ variable, which overrides an alias (OAUTH_ISSUER), which overrides a line of the file. Secrets are masked.`,
    );
  },
  examples: [
    "sallyport config --config ./sallyport.env",
    "sallyport config --json | jq '.[] | select(.source != \"default\")'",
  ],
  input: z.record(z.string(), z.unknown()),
  async run(flags, json) {
    const reading = readSettingsAndOrigins({ flags, environment: process.env, aliases: true });
    const settings = effectiveSettings(reading, "serve");
    if (json) printJson(settings);
    else print(formatTable(["setting", "value", "from"], settings.map(toRow)));
  },
});

function toRow({ name, value = "-", source, spelling }: EffectiveSetting): string[] {
  const text = typeof value === "object" ? value.join(" ") : String(value);
  return [name, clean(text) || "-", spelling === undefined ? source : `${source} ${spelling}`];
}
