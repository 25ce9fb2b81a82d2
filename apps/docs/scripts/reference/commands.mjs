import { readHelp } from "../../../sallyport/src/cli.ts";
import { commands, groups } from "../../../sallyport/src/commands/all.ts";
import { code, page, quoted, table } from "./markdown.mjs";

const width = 100;

/** Every command with its help, one after another. */
export async function commandsPage() {
  const parts = [];
  let group;
  for (const entry of commands) {
    const [first] = entry.path;
    if (entry.path.length > 1 && first !== group) {
      group = first;
      parts.push(`## sallyport ${group}`, `${groups[group]}.`);
    }
    const text = await readHelp(entry, width);
    parts.push(`${entry.path.length > 1 ? "###" : "##"} sallyport ${entry.path.join(" ")}`, quoted(text));
  }
  const rows = commands.map(({ path, summary }) => [
    `[${code(path.join(" "))}](#sallyport-${path.join("-")})`,
    summary,
  ]);
  return page(
    "Commands",
    "`npm run -s sallyport --` in a checkout, `npx sallyport` with the npm package, `./sallyport` with the executable. " +
      "Every command prints JSON with `--json`. Exit codes: 0 success, 1 failure, 2 usage error.",
    table(["command", "description"], rows),
    ...parts,
  );
}
