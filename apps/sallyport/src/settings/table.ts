import type { z } from "zod";
import { type Mode, ownPrefix, type SettingRow, type SettingValue, toVariable } from "./define.ts";
import { lifetimeSettings, registrationSettings, signInSettings } from "./table/clients.ts";
import { devSettings, keySettings, logSettings } from "./table/operation.ts";
import { protectSettings, serverSettings } from "./table/server.ts";

/**
 * Every setting, one row each. Flags, `--help`, variables, the settings file, `sallyport config`, `settings.effective`
 * and the reference page follow from the rows.
 */
const table = {
  ...serverSettings,
  ...registrationSettings,
  ...signInSettings,
  ...lifetimeSettings,
  ...protectSettings,
  ...keySettings,
  ...devSettings,
  ...logSettings,
};

type Table = typeof table;
type SettingName = keyof Table;

/** The settings that flags, environment and file give; defaults are not filled in. */
export type Settings = { [Name in SettingName]?: z.output<Table[Name]["schema"]> | undefined };

type DefaultOf<Row, In extends Mode> =
  Row extends Record<In, { default: infer Default }>
    ? Default extends (...given: never[]) => infer Result
      ? Result
      : Default
    : never;

/** All settings of a command, defaults filled in. Undefined: not set, and there is no default. */
export type ValuesOf<In extends Mode> = {
  [Name in SettingName as Table[Name] extends Record<In, unknown> ? Name : never]:
    | z.output<Table[Name]["schema"]>
    | Extract<DefaultOf<Table[Name], In>, undefined>;
};

type HttpName = { [Name in SettingName]: Table[Name] extends { isHttp: true } ? Name : never }[SettingName];
/** The settings of the public listener, under its own names for them. */
export type HttpValuesOf<In extends Mode> = Pick<ValuesOf<In>, HttpName & keyof ValuesOf<In>>;

type OptionName = { [Name in SettingName]: Table[Name] extends { option: string } ? Name : never }[SettingName];
/** The settings of the provider, under its names for them. */
export type OptionValues = {
  [Name in OptionName as Table[Name]["option"]]?: z.output<Table[Name]["schema"]>;
};

/** The rows by name, for code that treats all of them alike. */
export const settingRows: ReadonlyMap<string, SettingRow> = new Map<string, SettingRow>(Object.entries(table));

/** The rows of a command. */
export function rowsOf(mode: Mode): (readonly [name: string, row: SettingRow])[] {
  return [...settingRows].filter(([, row]) => row[mode] !== undefined);
}

/** The names of a setting in environment and file; the first that has a value counts. */
export function variablesOf(name: string): readonly string[] {
  const { hasOwnVariable = true, aliases = [] } = settingRows.get(name) ?? {};
  return hasOwnVariable ? [toVariable(name), ...aliases] : aliases;
}

/** Whether a variable is ours by its name: others may be meant for other programs. */
export function isOwnVariable(variable: string): boolean {
  return variable.startsWith(ownPrefix);
}

/** The default of a setting in a command, given the settings that it may depend on. */
export function defaultOf(row: SettingRow, mode: Mode, given: Settings): SettingValue | undefined {
  const fallback = row[mode]?.default;
  return typeof fallback === "function" ? fallback(given) : fallback;
}

/** @returns all settings of the command, each with its default where none was given */
export function valuesOf<In extends Mode>(given: Settings, mode: In): ValuesOf<In> {
  const said = new Map<string, unknown>(Object.entries(given));
  const values = rowsOf(mode).map(([name, row]) => [name, said.get(name) ?? defaultOf(row, mode, given)]);
  // Each row's schema made the value, and `setting` checked the default against the schema.
  return Object.fromEntries(values) as ValuesOf<In>;
}

/** @returns those for the public listener */
export function httpValuesOf<In extends Mode>(given: Settings, mode: In): HttpValuesOf<In> {
  const values = Object.entries(valuesOf(given, mode)).filter(([name]) => settingRows.get(name)?.isHttp);
  // As in `valuesOf`.
  return Object.fromEntries(values) as HttpValuesOf<In>;
}

/** @returns those for the provider that were given: it has the defaults itself */
export function optionValuesOf(given: Settings, mode: Mode): OptionValues {
  const said = new Map<string, unknown>(Object.entries(given));
  const options = rowsOf(mode).flatMap(([name, { option }]) => {
    const value = said.get(name);
    return option === undefined || value === undefined ? [] : [[option, value]];
  });
  // As in `valuesOf`.
  return Object.fromEntries(options) as OptionValues;
}
