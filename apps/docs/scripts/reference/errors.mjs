import { basename } from "node:path";
import { pageOfReason, refusalSubjects } from "../../../../packages/core/src/refusals/all.ts";
import { code, page, table } from "./markdown.mjs";

/** The list of all reasons, and a page for each; by path. */
export function errorPages() {
  const pages = new Map([["errors/index.md", indexOf(refusalSubjects)]]);
  for (const { rows } of refusalSubjects) {
    for (const [reason, row] of Object.entries(rows)) {
      pages.set(`${pageOfReason(reason)}.md`, pageOf(reason, row));
    }
  }
  return pages;
}

function indexOf(subjects) {
  const parts = subjects.flatMap(({ title, rows }) => [
    `## ${title}`,
    table(
      ["reason", "what it means"],
      Object.entries(rows).map(([reason, { meaning }]) => [
        `[${code(reason)}](${basename(pageOfReason(reason))}.md)`,
        meaning,
      ]),
    ),
  ]);
  return page(
    "Why requests are refused",
    "An error response has an error code of the standards, a description and an `error_id`. " +
      "Run `sallyport explain <error_id>` on the server to see the reason, what the request contained and what is " +
      "registered. `sallyport dev` also prints the reason in its log.",
    "A name that ends in `*` stands for all reasons that start like it.",
    ...parts,
  );
}

/** What was sent and registered is known only of a real request: here each value is its name in brackets. */
const seen = new Proxy({}, { get: (_target, name) => `<${String(name)}>` });

function pageOf(reason, { rule, meaning, fix }) {
  const isSpecific = typeof fix === "function";
  return page(
    code(reason),
    meaning,
    `**Rule.** ${rule}.`,
    `**What to do.** ${isSpecific ? fix({ reason, received: seen, registered: seen }) : fix}`,
    ...(isSpecific ? ["Words in `<…>` stand for values of the request; `sallyport explain` shows the values."] : []),
    "[All reasons](index.md)",
  );
}
