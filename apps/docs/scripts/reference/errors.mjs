import { globSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { pathToFileURL } from "node:url";
import { root } from "../../../../scripts/setup.mjs";
import { pageOfReason } from "../../../../packages/core/src/refusals/all.ts";
import { code, page, table } from "./markdown.mjs";

const folder = "packages/core/src/refusals";

/** The list of all reasons, and a page for each; by path. */
export async function errorPages() {
  const subjects = await readSubjects();
  const pages = new Map([["errors/index.md", indexOf(subjects)]]);
  for (const { reasons } of subjects) {
    for (const [reason, explanation] of Object.entries(reasons)) {
      pages.set(`${pageOfReason(reason)}.md`, pageOf(reason, explanation));
    }
  }
  return pages;
}

/** One for each file: what its table is about, as its own comment says, and the reasons. */
async function readSubjects() {
  const files = globSync(`${folder}/*.ts`, { cwd: root })
    .filter((file) => !["all.ts", "explanation.ts"].includes(basename(file)))
    .sort();
  return await Promise.all(
    files.map(async (file) => {
      const text = readFileSync(join(root, file), "utf8");
      const [, about, name] = /\/\*\* (.*) \*\/\nexport const (\w+): Explanations/.exec(text) ?? [];
      if (name === undefined) throw new Error(`${file} has no table of explanations with a comment`);
      const { [name]: reasons } = await import(pathToFileURL(join(root, file)));
      return { about, reasons };
    }),
  );
}

function indexOf(subjects) {
  const parts = subjects.flatMap(({ about, reasons }) => [
    `## ${about.replace(/\.$/, "")}`,
    table(
      ["reason", "what it means"],
      Object.entries(reasons).map(([reason, { meaning }]) => [
        `[${code(reason)}](${basename(pageOfReason(reason))}.md)`,
        meaning,
      ]),
    ),
  ]);
  return page(
    "Why requests are refused",
    "On the wire a refusal has one of the few error codes of the standards, a sentence, and an `error_id`. " +
      "`sallyport explain <error_id>` on the machine of the server tells the reason, which is one of these, with what " +
      "was received and registered; `sallyport dev` prints it in the log at once.",
    "A name that ends in `*` stands for all reasons that begin like it.",
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
    ...(isSpecific ? ["Words in `<…>` stand for what the request held; `sallyport explain` puts the values in."] : []),
    "[All reasons](index.md)",
  );
}
