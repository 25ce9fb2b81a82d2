import type { EffectiveSetting } from "@sallyport/rpc";
import type { Defaults } from "./defaults.ts";
import type { Reading } from "./settings.ts";

const secrets: ReadonlySet<string> = new Set(["masterKey", "ownerPassword"]);
const mask = "********";

/** Every setting of a mode as it counts, and where that was said; secrets are masked. */
export function effectiveSettings({ settings, origins }: Reading, defaults: Defaults): readonly EffectiveSetting[] {
  const said = new Map<string, EffectiveSetting["value"]>(Object.entries(settings));
  return Object.entries(defaults).map(([name, usual]) => {
    const origin = origins.get(name);
    const value = origin === undefined ? usual : said.get(name);
    return {
      name,
      ...(value === undefined ? {} : { value: secrets.has(name) ? mask : withoutPassword(value) }),
      ...(origin ?? { source: "default" }),
    };
  });
}

/** An address may hold one: `postgres://user:password@host/name`. */
function withoutPassword(value: NonNullable<EffectiveSetting["value"]>): EffectiveSetting["value"] {
  return typeof value === "string" ? value.replace(/\/\/([^:/?#]*):.*@/, `//$1:${mask}@`) : value;
}
