import { controlRouter } from "../../../sallyport/src/dev/control/router.ts";
import { faults } from "../../../sallyport/src/dev/faults/all.ts";
import { code, codes, page, quoted, table } from "./markdown.mjs";
import { shapesOf } from "./schema.mjs";

/** What a running dev server can be told. */
export function devToolsPage() {
  const rows = faults.map((fault) => [
    code(fault.name),
    fault.summary,
    codes(fault.options.map((option) => `--${option}`)),
    fault.kind === "instant"
      ? "at once"
      : `at ${codes(fault.routes)}${fault.isForAll ? ", or where `--route` says" : ""}`,
  ]);
  const calls = Object.entries(controlRouter._def.procedures).map(([name, procedure]) => [
    `### ${name}`,
    `\`${procedure._def.type === "query" ? "GET" : "POST"} /dev/control/${name}\``,
    quoted(shapesOf(procedure)),
  ]);
  return page(
    "Tools of dev",
    "A running `sallyport dev` can move its clock and misbehave: by the [commands](commands.md) `clock`, `faults`, " +
      "`requests` and `state`, on the page `/dev` of the admin listener, or over HTTP. `sallyport serve` has none of it.",
    "## Faults",
    table(["fault", "effect", "options", "where"], rows),
    "## Calls",
    "Plain JSON at the admin listener: a query takes its input as `?input=<JSON>`, a mutation as its body with the " +
      "type `application/json`. The result is in `result.data`, a refusal in `error.message`.",
    ...calls.flat(),
  );
}
