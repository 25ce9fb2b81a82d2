import { existsSync, globSync, readFileSync } from "node:fs";
import { join, posix } from "node:path";
import { root } from "../../../scripts/setup.mjs";
import { mapProse } from "./fences.mjs";

/** Of the files beside `docs/` these are pages too. */
const others = ["CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md", "packages/*/README.md"];

/** What people wrote: `{ path, source, text }`, with links that hold inside the site. */
export function writtenPages() {
  const sources = globSync(["docs/**/*.md", ...others], { cwd: root, exclude: (name) => name === "node_modules" })
    .map((source) => source.replaceAll("\\", "/"))
    .sort();
  const pages = new Map(sources.map((source) => [source, pathOf(source)]));
  return sources.map((source) => {
    const text = readFileSync(join(root, source), "utf8");
    return { path: pages.get(source), source, text: mapProse(text, (prose) => relink(prose, source, pages)) };
  });
}

/** `docs/tutorials/x.md` is `tutorials/x.md`, `packages/x/README.md` is `packages/x.md`. */
function pathOf(source) {
  return source
    .replace(/^docs\//, "")
    .replace(/\/README\.md$/, ".md")
    .toLowerCase();
}

const generated = /^docs\/(errors|reference)\//;

/** A link to a file that is no page becomes the name of the file: the site stands alone. */
function relink(prose, source, pages) {
  return prose.replaceAll(/(?<!!)\[([^\]]+)\]\(([^)\s]+)\)/g, (link, text, target) => {
    if (/^([a-z]+:|#)/.test(target)) return link;
    const [path, hash] = target.split("#", 2);
    const wanted = posix.join(posix.dirname(source), path);
    const from = posix.dirname(pages.get(source));
    const to = generated.test(wanted) ? wanted.slice("docs/".length) : pages.get(wanted);
    if (to !== undefined) return `[${text}](${posix.relative(from, to)}${hash === undefined ? "" : `#${hash}`})`;
    if (!existsSync(join(root, wanted))) throw new Error(`${source} has a link to ${target}, which is not there`);
    return text.includes(wanted) ? text : `${text} (\`${wanted}\`)`;
  });
}
