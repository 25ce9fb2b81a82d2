import { defaultText } from "../../../sallyport/src/settings/default-text.ts";
import { groups, toFlag } from "../../../sallyport/src/settings/define.ts";
import { settingRows, variablesOf } from "../../../sallyport/src/settings/table.ts";
import { code, codes, page, table } from "./markdown.mjs";

export function settingsPage() {
  const parts = groups.flatMap((group) => {
    const rows = [...settingRows].filter(([, row]) => row.group === group);
    const head = ["flag", "environment variable", "default of `serve`", "default of `dev`", "description"];
    return [`## ${group}`, table(head, rows.map(toCells))];
  });
  return page(
    "Settings",
    "Set each of them as a flag, as an environment variable, or as a line `NAME=value` of the file that `--config` " +
      "(`SALLYPORT_CONFIG`) names. A flag overrides a variable, and a variable overrides the file; of two variables " +
      "the first one is used. Run `sallyport config` to see every value and where it was set. `SALLYPORT_DEBUG=1` " +
      "adds stack traces to unexpected errors.",
    "A dash as the default means that the command does not have the setting. `dev` ignores variables without the " +
      "prefix `SALLYPORT_`, since they may be meant for another program.",
    ...parts,
  );
}

function toCells([name, row]) {
  const flag = row.hasFlag === false ? "–" : code(toFlag(name));
  const help = row.dev?.help === undefined || row.serve === undefined ? row.help : `${row.help}; dev: ${row.dev.help}`;
  return [flag, codes(variablesOf(name)), defaultCell(row, "serve"), defaultCell(row, "dev"), help];
}

function defaultCell(row, mode) {
  if (row[mode] === undefined) return "–";
  const text = defaultText(row, mode) ?? "none";
  return row[mode].shown === undefined && text !== "none" ? code(text) : text;
}
