import { describe, expect, it } from "vitest";
import { citationsOf, parseSpec, problemsOf, renderDoc } from "./conformance.mjs";

const spec = parseSpec(`# Spec
| id | behaviour |
|---|---|
| \`mcp:D3\` | Serves all well-known forms |
| \`mcp:1.12\` | Answers preflights |

## Not applicable yet
| \`attack:A186\` | pushed authorization requests |
`);

const ids = (text) => citationsOf("a.test.ts", text).map(({ id }) => id);

describe("citations", () => {
  it("are the ids in front of a title", () => {
    expect(citationsOf("a.test.ts", 'it("[mcp:D3] serves", () => {})')).toEqual([
      { file: "a.test.ts", id: "mcp:D3", title: "serves" },
    ]);
  });

  it("may be several, by blank or comma", () => {
    expect(ids('it("[mcp:D3 mcp:D4, seed:D3] serves", () => {})')).toEqual(["mcp:D3", "mcp:D4", "seed:D3"]);
  });

  it.each([
    'describe("[mcp:D3] serves", () => {})',
    'it.skipIf(!chromium)("[mcp:D3] serves", () => {})',
    'it.each([["[mcp:D3] serves", 1]])("%s", () => {})',
    "for (const path of paths) it(`[mcp:D3] serves ${path}`, () => {})",
  ])("are found in %s", (text) => {
    expect(ids(text)).toEqual(["mcp:D3"]);
  });

  it.each([
    'it.todo("[mcp:D3] serves")',
    'it.skip("[mcp:D3] serves", () => {})',
    'describe.skip("all", () => { it("[mcp:D3] serves", () => {}) })',
    'const x = "see [mcp:D3]"',
  ])("are not found in %s", (text) => {
    expect(ids(text)).toEqual([]);
  });

  it.each(["[mcp:D3 D4] serves", "[D3] serves", "[mcp:D3]serves"])("are refused when malformed: %s", (title) => {
    const found = citationsOf("a.test.ts", `it(${JSON.stringify(title)}, () => {})`);
    expect(problemsOf(spec, found, { requireAll: false })).toEqual([expect.stringContaining("does not cite as")]);
  });
});

describe("the gate", () => {
  const problems = (text, requireAll = false) => problemsOf(spec, citationsOf("a.test.ts", text), { requireAll });

  it("refuses an unknown id and one that waits", () => {
    expect(problems('it("[mcp:D99 attack:A186] serves", () => {})')).toEqual([
      "a.test.ts cites mcp:D99, which SPEC.md does not know",
      "a.test.ts cites attack:A186, which SPEC.md lists as not applicable yet",
    ]);
  });

  it("refuses an uncited id only when asked", () => {
    const text = 'it("[mcp:D3] serves", () => {})';
    expect(problems(text)).toEqual([]);
    expect(problems(text, true)).toEqual(["mcp:1.12 is cited by no test"]);
  });

  it("writes tests in a stable order and escapes their titles", () => {
    const text = 'it("[mcp:D3] b | c", () => {}); it("[mcp:D3] a", () => {})';
    expect(renderDoc(spec, citationsOf("a.test.ts", text))).toContain(
      "| `mcp:D3` | Serves all well-known forms | `a.test.ts`: a<br>`a.test.ts`: b \\| c |",
    );
  });
});
