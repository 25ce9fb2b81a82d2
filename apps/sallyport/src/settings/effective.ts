import { compact } from "@sallyport/core";
import type { EffectiveSetting } from "@sallyport/rpc";
import type { Mode } from "./define.ts";
import type { Reading } from "./read.ts";
import { rowsOf, valuesOf } from "./table.ts";

const mask = "********";

/** Every setting of a command with its value and where that was set; secrets are masked. */
export function effectiveSettings({ settings, origins }: Reading, mode: Mode): readonly EffectiveSetting[] {
  const values = new Map<string, EffectiveSetting["value"]>(Object.entries(valuesOf(settings, mode)));
  return rowsOf(mode).map(([name, { isSecret = false }]) => {
    const value = values.get(name);
    const shown = value !== undefined && isSecret ? mask : withoutPassword(value);
    return { ...compact({ name, value: shown }), ...(origins.get(name) ?? { source: "default" }) };
  });
}

/** An address may contain one: `postgres://user:password@host/name`. */
function withoutPassword(value: EffectiveSetting["value"]): EffectiveSetting["value"] {
  return typeof value === "string" ? value.replace(/\/\/([^:/?#]*):.*@/, `//$1:${mask}@`) : value;
}
