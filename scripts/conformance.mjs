import { parseSync, visitorKeys } from "oxc-parser";

// SPEC.md lists behaviours; test titles begin with the ids that they prove: `[mcp:D3 seed:D3] answers …`.

const row = /^\| `([a-z]+:[A-Z0-9.]+)` \| (.+) \|$/;
const waitingHeading = "## Not applicable yet";
const oneId = "[a-z]+:[A-Z]*[0-9][0-9.]*";
const citation = new RegExp(`^\\[(${oneId}(?:[ ,]+${oneId})*)\\] (.+)$`, "s");
/** Looks as if an id were meant: `[D3]`, `[mcp:D3 D4]`, `[seed:S17]without a space`. */
const nearCitation = /^\[[\w:., -]*\d[\w:., -]*\]/;
const testFunctions = ["describe", "it", "suite", "test"];
const notRun = ["skip", "todo"];

/** Behaviours in the order of the file: `id`, `behaviour`, and `waits` if their feature does not exist yet. */
export function parseSpec(text) {
  let waits = false;
  const behaviours = [];
  for (const line of text.split("\n")) {
    if (line.startsWith("## ")) waits = line.trim() === waitingHeading;
    const [, id, behaviour] = row.exec(line) ?? [];
    if (id !== undefined) behaviours.push({ id, behaviour: behaviour.trim(), waits });
  }
  return behaviours;
}

/**
 * What the test titles of a file cite: `id`, `title`, `file`; and `malformed` titles.
 * Titles in tables of cases count, titles of skipped and pending tests do not.
 */
export function citationsOf(file, text) {
  return titlesIn(parseSync(file, text).program, false).flatMap(({ title, isTitle }) =>
    citationsIn(title, { file, isTitle }),
  );
}

/** The strings below `node`; `isTitle` marks the first argument of a test function. */
function titlesIn(node, isTitle) {
  if (Array.isArray(node)) return node.flatMap((one) => titlesIn(one, false));
  if (node?.type === undefined) return [];
  const title = textOf(node);
  if (title !== undefined) return [{ title, isTitle }];
  const callee = node.type === "CallExpression" ? calleeOf(node.callee) : [];
  if (callee.some((name) => notRun.includes(name))) return [];
  const isTest = testFunctions.includes(callee[0]);
  return (visitorKeys[node.type] ?? []).flatMap((key) =>
    isTest && key === "arguments"
      ? node.arguments.flatMap((one, index) => titlesIn(one, index === 0))
      : titlesIn(node[key], false),
  );
}

function textOf(node) {
  if (node.type === "Literal" && typeof node.value === "string") return node.value;
  if (node.type !== "TemplateLiteral") return undefined;
  return node.quasis.map(({ value }) => value.cooked).join("…");
}

/** `it.skipIf(x).each` as names: ["it", "skipIf", "each"]. */
function calleeOf(node) {
  if (node.type === "Identifier") return [node.name];
  if (node.type === "CallExpression") return calleeOf(node.callee);
  if (node.type === "TaggedTemplateExpression") return calleeOf(node.tag);
  if (node.type !== "MemberExpression" || node.computed) return [];
  return [...calleeOf(node.object), node.property.name];
}

function citationsIn(text, { file, isTitle }) {
  const match = citation.exec(text);
  if (match === null) return isTitle && nearCitation.test(text) ? [{ file, title: text, malformed: true }] : [];
  const [, ids, title] = match;
  return ids.split(/[ ,]+/).map((id) => ({ file, title, id }));
}

/** One line for each thing that is wrong. */
export function problemsOf(spec, citations, { requireAll }) {
  const known = new Map(spec.map((behaviour) => [behaviour.id, behaviour]));
  const cited = new Set(citations.map(({ id }) => id));
  return [
    ...repeated(spec.map(({ id }) => id)).map((id) => `SPEC.md names ${id} twice`),
    ...new Set(citations.flatMap((one) => problemOf(one, known))),
    ...spec
      .filter(({ id, waits }) => requireAll && !waits && !cited.has(id))
      .map(({ id }) => `${id} is cited by no test`),
  ];
}

function problemOf({ file, title, id, malformed }, known) {
  if (malformed) return [`${file}: "${title}" does not cite as [namespace:id namespace:id] and a space`];
  if (!known.has(id)) return [`${file} cites ${id}, which SPEC.md does not know`];
  if (known.get(id).waits) return [`${file} cites ${id}, which SPEC.md lists as not applicable yet`];
  return [];
}

function repeated(names) {
  return [...new Set(names.filter((name, index) => names.indexOf(name) !== index))];
}

/** The document: ids in the order of SPEC.md, tests in the order of files and titles. */
export function renderDoc(spec, citations) {
  const active = spec.filter(({ waits }) => !waits);
  const cited = active.filter(({ id }) => citations.some((one) => one.id === id)).length;
  const lines = [
    "# Conformance",
    "",
    "Written by `npm run conformance-doc` from `tests/conformance/SPEC.md` and the titles of the tests.",
    `${cited} of ${active.length} behaviours are proven by at least one test.`,
    "",
    "| id | behaviour | proven by |",
    "|---|---|---|",
    ...active.map(({ id, behaviour }) => `| \`${id}\` | ${behaviour} | ${proofs(id, citations)} |`),
    "",
    "## Not applicable yet",
    "",
    "| id | waits for |",
    "|---|---|",
    ...spec.filter(({ waits }) => waits).map(({ id, behaviour }) => `| \`${id}\` | ${behaviour} |`),
  ];
  return `${lines.join("\n")}\n`;
}

function proofs(id, citations) {
  const tests = citations.filter((one) => one.id === id).map(({ file, title }) => `\`${file}\`: ${inCell(title)}`);
  return [...new Set(tests)].sort().join("<br>");
}

function inCell(text) {
  return text.replaceAll("\\", "\\\\").replaceAll("|", "\\|").replaceAll("<", "&lt;").replaceAll(/\s+/g, " ");
}
