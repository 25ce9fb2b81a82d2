import { describe, expect, it } from "vitest";
import { problemsOfIndex, problemsOfRecord } from "./decisions.mjs";

const name = "0001-one-row.md";
const record = `# 0001. One row

## Status

Accepted.

## Context

Rows cost.

## Decision

One row.

## Consequences

- Fewer rows.

## Where

- \`packages/core/src/grants\`

## Proof

- \`mcp:F1\`
- \`packages/core/test/flow.test.ts\`
`;
const known = { isThere: (path) => path.startsWith("packages/core/"), citedIds: new Set(["mcp:F1"]) };
const problemsAfter = (from, to) => problemsOfRecord(name, record.replace(from, to), known);

describe("a decision record", () => {
  it("is right with its sections, paths and proofs", () => {
    expect(problemsOfRecord(name, record, known)).toEqual([]);
  });

  it.each([
    ["## Context", "## Background", "the sections are Status, Background"],
    ["# 0001.", "# 0002.", "the title has another number"],
    ["Rows cost.", "", "Context is empty"],
    ["Accepted.", "Maybe.", "unknown status: Maybe."],
    ["`packages/core/src/grants`", "`packages/old`", "Where: packages/old does not exist"],
    ["- `packages/core/src/grants`", "packages/core", "Where: packages/core is not of the form"],
    ["`mcp:F1`", "`mcp:F99`", "Proof: mcp:F99 is cited by no test"],
    ["test/flow.test.ts", "src/flow.ts", "Proof: packages/core/src/flow.ts is no test"],
    ["packages/core/test", "packages/old/test", "Proof: packages/old/test/flow.test.ts does not exist"],
  ])("fails with %j changed to %j", (from, to, problem) => {
    expect(problemsAfter(from, to)).toEqual([expect.stringContaining(problem)]);
  });
});

describe("the index", () => {
  const row = `| [0001](${name}) | One row |`;

  it("has a row for each record", () => {
    expect(problemsOfIndex(`${row}\n`, [{ name, text: record }])).toEqual([]);
  });

  it("fails for a missing and for an unknown record", () => {
    expect(problemsOfIndex("", [{ name, text: record }])).toEqual([`README.md: missing row: ${row}`]);
    expect(problemsOfIndex(row, [])).toEqual([`README.md: no such record: ${row}`]);
  });
});
