/** A fenced block; its end is a line with at least as many of the same marks. */
const fence = /^( *)(`{3,}|~{3,})([^\n`]*)\n([^]*?)^\1\2[`~]*[ \t]*$/gm;

/** The page with `change` made to everything that stands in no block. */
export function mapProse(markdown, change) {
  let rest = 0;
  let mapped = "";
  for (const match of markdown.matchAll(fence)) {
    mapped += change(markdown.slice(rest, match.index)) + match[0];
    rest = match.index + match[0].length;
  }
  return mapped + change(markdown.slice(rest));
}

/** The page with each block of `language` replaced. */
export function mapBlocks(markdown, language, change) {
  return markdown.replaceAll(fence, (block, ...groups) => {
    const [indent, , info, text] = groups;
    return info.trim() === language ? `${indent}${change(text)}` : block;
  });
}
