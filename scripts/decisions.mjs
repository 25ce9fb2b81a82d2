/** Sections of a record in `docs/decisions`, in their order. */
const sections = ["Status", "Context", "Decision", "Consequences", "Where", "Proof"];
const status = /^(Accepted|Superseded by \d{4})\.$/;
const testPath = /\.test\.ts$|^tests\//;

/**
 * What is wrong with a record, one line for each problem. `isThere` answers whether a path from the root exists;
 * `citedIds` has the ids of `SPEC.md` that the title of a test cites.
 */
export function problemsOfRecord(name, text, { isThere, citedIds }) {
  const bodies = bodiesOf(text);
  const headings = [...bodies.keys()].join(", ");
  if (headings !== sections.join(", ")) return [`${name}: the sections are ${headings || "missing"}`];
  return [
    ...problemsOfTitle(name, text),
    ...sections.filter((one) => bodies.get(one) === "").map((one) => `${name}: ${one} is empty`),
    ...(status.test(bodies.get("Status")) ? [] : [`${name}: unknown status: ${bodies.get("Status")}`]),
    ...problemsOfEntries(`${name}: Where`, bodies.get("Where"), (path) =>
      isThere(path) ? undefined : "does not exist",
    ),
    ...problemsOfEntries(`${name}: Proof`, bodies.get("Proof"), (entry) => problemOfProof(entry, isThere, citedIds)),
  ];
}

/** Whether the index has a link to each record, under its title, and none to a record that does not exist. */
export function problemsOfIndex(text, records) {
  const rows = text.match(/^\| \[\d{4}\].*$/gm) ?? [];
  const wanted = records.map(({ name, text: record }) => {
    const [, number, title] = /^# (\d{4})\. (.+)$/m.exec(record) ?? [];
    return `| [${number}](${name}) | ${title} |`;
  });
  return [
    ...wanted.filter((row) => !rows.includes(row)).map((row) => `README.md: missing row: ${row}`),
    ...rows.filter((row) => !wanted.includes(row)).map((row) => `README.md: no such record: ${row}`),
  ];
}

function problemsOfTitle(name, text) {
  const number = /^# (\d{4})\. /.exec(text)?.[1];
  return number !== undefined && name.startsWith(`${number}-`) ? [] : [`${name}: the title has another number`];
}

function bodiesOf(text) {
  const [, ...parts] = text.split(/^## /m);
  return new Map(
    parts.map((part) => {
      const [heading, ...lines] = part.split("\n");
      return [heading.trim(), lines.join("\n").trim()];
    }),
  );
}

function problemsOfEntries(place, body, problemOf) {
  return body.split("\n").flatMap((line) => {
    const entry = /^- `([^`]+)`$/.exec(line)?.[1];
    const problem = entry === undefined ? "is not of the form - `…`" : problemOf(entry);
    return problem === undefined ? [] : [`${place}: ${entry ?? line} ${problem}`];
  });
}

function problemOfProof(entry, isThere, citedIds) {
  if (!entry.includes("/")) return citedIds.has(entry) ? undefined : "is cited by no test";
  if (!isThere(entry)) return "does not exist";
  return testPath.test(entry) || /\/test\//.test(entry) ? undefined : "is no test";
}
