import type { Mode, SettingRow } from "./define.ts";
import { defaultOf } from "./table.ts";

const secondsPerDay = 86_400;

/** The default of a setting in a command, for people: `900`, `the public port + 1`; undefined: there is none. */
export function defaultText(row: SettingRow, mode: Mode): string | undefined {
  const { shown } = row[mode] ?? {};
  if (shown !== undefined) return shown;
  const value = defaultOf(row, mode, {});
  if (value === undefined || (Array.isArray(value) && value.length === 0)) return undefined;
  return row.takes === "<seconds>" ? secondsText(Number(value)) : String(value);
}

function secondsText(seconds: number): string {
  const days = seconds / secondsPerDay;
  return Number.isInteger(days) ? `${seconds}, ${days} days` : String(seconds);
}
