import { readFileSync } from "node:fs";
import { parseEnv } from "node:util";
import { z } from "zod";
import { usageFailure } from "../terminal/failure.ts";
import { toFlag } from "./define.ts";
import { isOwnVariable, type Settings, settingRows, variablesOf } from "./table.ts";

const schema = z.strictObject(Object.fromEntries([...settingRows].map(([name, row]) => [name, row.schema.optional()])));

/** Names of each setting in environment and file; the first that has a value counts. */
const variableNames = new Map([...settingRows.keys()].map((name) => [name, variablesOf(name)]));

/** The settings file, and a switch for stack traces: no settings of a server. */
const otherNames = ["SALLYPORT_CONFIG", "SALLYPORT_DEBUG"];

export type Variables = Readonly<Record<string, string | undefined>>;

export interface SettingSources {
  /** By the name of the setting; undefined: not given. */
  flags: Readonly<Record<string, unknown>>;
  environment: Variables;
  /** Whether names without the prefix `SALLYPORT_` are read; they may be meant for another program. */
  aliases: boolean;
}

/** Where a value was set. */
interface Origin {
  source: "flag" | "environment" | "alias" | "file";
  /** The flag or variable: `--port`, `SALLYPORT_PORT`. */
  spelling: string;
}

/** Settings, and where each of them was set. */
export interface Reading {
  settings: Settings;
  origins: ReadonlyMap<string, Origin>;
}

/** Flags before environment before file. @throws Failure naming the setting at fault and where it was set */
export function readSettings(sources: SettingSources): Settings {
  return readSettingsAndOrigins(sources).settings;
}

/** As `readSettings`, with the origin of each value. */
export function readSettingsAndOrigins(sources: SettingSources): Reading {
  const { config, ...flags } = sources.flags;
  const file = readFileOf(config ?? sources.environment["SALLYPORT_CONFIG"]);
  const found = new Map<string, Found>(readFlags(flags));
  for (const [place, variables] of [["environment", sources.environment] as const, ["file", file] as const]) {
    refuseUnknown(variables);
    for (const [setting, spellings] of variableNames) {
      const spelling = spellings.filter((one) => sources.aliases || isOwnVariable(one)).find((one) => variables[one]);
      if (spelling === undefined || found.has(setting)) continue;
      const source = place === "environment" && spelling !== spellings[0] ? "alias" : place;
      found.set(setting, { value: variables[spelling], origin: { source, spelling } });
    }
  }
  return { settings: parse(found), origins: new Map([...found].map(([name, { origin }]) => [name, origin])) };
}

function readFlags(flags: SettingSources["flags"]): [name: string, found: Found][] {
  const given = Object.entries(flags).filter(([, value]) => value !== undefined);
  return given.map(([name, value]) => {
    const origin: Origin = { source: "flag", spelling: toFlag(name) };
    return [currentNames.get(name) ?? name, { value, origin }];
  });
}

/** The setting of each earlier name of a flag. */
const currentNames = new Map(
  [...settingRows].flatMap(([name, { oldFlags = [] }]) => oldFlags.map((old) => [toCamelCase(old), name] as const)),
);

function toCamelCase(flag: string): string {
  return flag.replaceAll(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

interface Found {
  value: unknown;
  origin: Origin;
}

function parse(found: ReadonlyMap<string, Found>): Settings {
  const parsed = schema.safeParse(Object.fromEntries([...found].map(([name, { value }]) => [name, value])));
  // The rows that made the schema are those of the type.
  if (parsed.success) return parsed.data as Settings;
  const [issue] = parsed.error.issues;
  const name = String(issue?.path[0] ?? "");
  const where = found.get(name)?.origin.spelling ?? "the settings";
  throw usageFailure(`${where} ${issue?.message ?? "cannot be read"}`, name);
}

function readFileOf(path: unknown): Variables {
  if (typeof path !== "string") return {};
  try {
    return parseEnv(readFileSync(path, "utf8"));
  } catch (cause) {
    throw usageFailure(
      `the settings file ${path} cannot be read: ${cause instanceof Error ? cause.message : ""}`,
      "config",
    );
  }
}

/** A misspelt setting must not be lost silently. */
function refuseUnknown(variables: Variables): void {
  const known = new Set([...[...variableNames.values()].flat(), ...otherNames]);
  const unknown = Object.keys(variables).find((name) => isOwnVariable(name) && !known.has(name));
  if (unknown === undefined) return;
  const own = [...known].filter(isOwnVariable).toSorted((a, b) => a.localeCompare(b));
  throw usageFailure(`there is no setting ${unknown}; known: ${own.join(", ")}`, unknown);
}
