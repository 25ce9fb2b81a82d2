import { type Command, Option } from "commander";
import { groups, type Mode, type SettingRow, toFlag } from "../settings/define.ts";
import { defaultText } from "../settings/default-text.ts";
import { rowsOf } from "../settings/table.ts";
import { collect } from "./define.ts";

/** Adds a flag for each setting of the mode that has one, by group, and `--config`. */
export function addSettingOptions(command: Command, mode: Mode): Command {
  const rows = rowsOf(mode).filter(([, { hasFlag = true }]) => hasFlag);
  for (const group of groups) {
    for (const [name, row] of rows.filter((one) => one[1].group === group)) addOptions(command, mode, { name, row });
  }
  return command.option("--config <path>", "read settings from this file, one NAME=value per line");
}

function addOptions(command: Command, mode: Mode, { name, row }: { name: string; row: SettingRow }): void {
  const { group, oldFlags = [] } = row;
  command.addOption(createOption(toFlag(name), row, describe(row, mode)).helpGroup(`${group}:`));
  for (const old of oldFlags) command.addOption(createOption(`--${old}`, row).hideHelp());
}

function createOption(flag: string, { takes, isRepeatable = false }: SettingRow, text?: string): Option {
  const option = new Option(takes === undefined ? flag : `${flag} ${takes}`, text);
  return isRepeatable ? option.argParser(collect) : option;
}

/** The text of a setting in `--help`: what it sets, its aliases, and its default. */
function describe(row: SettingRow, mode: Mode): string {
  const { aliases = [], takes } = row;
  const read = mode === "serve" && aliases.length > 0 ? ` (${aliases.join(", ")})` : "";
  const usual = takes === undefined ? undefined : defaultText(row, mode);
  return `${row[mode]?.help ?? row.help}${read}${usual === undefined ? "" : ` (default: ${usual})`}`;
}
