import { readHelp } from "../../../sallyport/src/cli.ts";
import { commands } from "../../../sallyport/src/commands/all.ts";
import { devDefaults, serveDefaults } from "../../../sallyport/src/settings/defaults.ts";
import { toFlag, variableNames } from "../../../sallyport/src/settings/settings.ts";
import { code, codes, page, table } from "./markdown.mjs";

/** What no flag says, because there is none. */
const withoutFlag = {
  enabled: "`false` makes every OAuth address answer 404",
  masterKey: "the key that seals the signing keys, itself",
  ownerEmail: "with the password: the first administrator, made at the first start",
  ownerPassword: "see the line before",
  corsOrigins: "origins of the front end that may call the RPC for accounts",
};

export async function settingsPage() {
  const [serve, dev] = await Promise.all(["serve", "dev"].map(optionsOf));
  const defaults = { serve: serveDefaults({}), dev: devDefaults({}) };
  const rows = Object.entries(variableNames).map(([name, variables]) => {
    const about = serve.get(name) ?? dev.get(name) ?? withoutFlag[name] ?? "–";
    const hasFlag = serve.has(name) || dev.has(name);
    return [
      hasFlag ? code(toFlag(name)) : "–",
      codes(variables),
      defaultOf(defaults.serve, name, serve),
      defaultOf(defaults.dev, name, dev),
      about.replace(defaultInWords, ""),
    ];
  });
  return page(
    "Settings",
    "Each setting can be a flag, a variable of the environment, or a line `NAME=value` of the file that `--config` " +
      "(`SALLYPORT_CONFIG`) names. A flag counts before a variable, a variable before the file; of two variables the " +
      "first. `sallyport config` shows what counts and where it was said. `SALLYPORT_DEBUG=1` shows where an " +
      "unexpected error comes from.",
    "A dash among the defaults: the command does not know the setting. `dev` reads no variables without the prefix " +
      "`SALLYPORT_`, since those may be meant for another program.",
    table(["flag", "variable", "default of `serve`", "default of `dev`", "what"], rows),
  );
}

async function optionsOf(name) {
  const { options } = await readHelp(
    commands.find(({ path }) => path.length === 1 && path[0] === name),
    100,
  );
  return new Map(options.map(({ setting, about }) => [setting, about]));
}

const defaultInWords = / \(default: ([^)]*)\)/;

function defaultOf(defaults, name, options) {
  if (!Object.hasOwn(defaults, name)) return "–";
  const value = defaults[name];
  if (value !== undefined && value.length !== 0) return code(String(value));
  return defaultInWords.exec(options.get(name) ?? "")?.[1] ?? "none";
}
