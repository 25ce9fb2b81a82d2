import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { idioms, idiomsIn } from "./language/idioms.mjs";
import { textsOfPage, textsOfSource } from "./language/texts.mjs";
import { repeatedTypes } from "./language/type-names.mjs";
import { root } from "./setup.mjs";

describe("idioms", () => {
  it.each(idioms)("finds $pattern, and not what to write instead", ({ pattern, instead, example }) => {
    expect(example).toMatch(pattern);
    expect(idiomsIn(instead)).toEqual([]);
  });

  it("leaves ordinary English alone", () => {
    expect(idiomsIn("The client gets a token and is used for two days. Keep it in a safe place.")).toEqual([]);
  });
});

describe("texts", () => {
  it("are the lines of a page", () => {
    expect(textsOfPage("# One\n\nTwo")).toContainEqual({ line: 3, text: "Two" });
  });

  it("are the strings, templates and elements of a source", () => {
    const source = 'const a = "one";\nconst b = `two ${a} three`;\nconst c = <p>four\n  five</p>;';
    expect(textsOfSource("page.tsx", source)).toEqual([
      { line: 1, text: "one" },
      { line: 2, text: "two … three" },
      { line: 3, text: "four five" },
    ]);
  });
});

describe("names of types", () => {
  const file = (path, text) => ({ path, text });

  it("are unique in a package", () => {
    const sources = [
      file("packages/a/src/one.ts", "export interface Place {}\nexport type Answer = 1;"),
      file("packages/a/src/two.ts", "export type Place = 2;\ntype Answer = 2;"),
      file("packages/b/src/one.ts", "export type Place = 3;"),
    ];
    expect(repeatedTypes(sources)).toEqual([
      "packages/a: Place is exported by packages/a/src/one.ts and packages/a/src/two.ts",
    ]);
  });
});

describe("the dictionary", () => {
  it("is sorted, and has each word once", () => {
    const words = readFileSync(join(root, "scripts/language/words.txt"), "utf8").trim().split("\n");
    expect(words).toEqual([...new Set(words)].sort((one, other) => one.localeCompare(other, "en")));
  });
});
