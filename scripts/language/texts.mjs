import { parseSync, Visitor } from "oxc-parser";

/** The texts of a page, one a line: `line` from 1, and `text`. */
export function textsOfPage(text) {
  return text.split("\n").map((line, index) => ({ line: index + 1, text: line }));
}

/** What a source may show to somebody: strings, templates and the text of elements, without import paths. */
export function textsOfSource(file, source) {
  const found = [];
  const add = (start, text) => found.push({ line: source.slice(0, start).split("\n").length, text });
  const visitor = new Visitor({
    Literal: (node) => typeof node.value === "string" && add(node.start, node.value),
    TemplateLiteral: (node) => add(node.start, node.quasis.map(({ value }) => value.cooked).join("…")),
    JSXText: (node) => add(node.start, node.value.replaceAll(/\s+/g, " ")),
  });
  visitor.visit(parseSync(file, source).program);
  return found;
}
