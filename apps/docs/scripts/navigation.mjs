import { posix } from "node:path";

/** Sections and their pages; what is new in a folder comes after those that are named, by title. */
const sections = [
  { title: "Start", folder: ".", only: ["index", "start", "clients"] },
  { title: "Tutorials", folder: "tutorials", first: ["protect", "clients", "admin-page", "faults"] },
  { title: "Operations", folder: "operations", first: ["deploy", "watch", "backup", "upgrade", "keys", "trouble"] },
  {
    title: "Reference",
    folder: "reference",
    first: ["settings", "commands", "endpoints", "procedures", "events", "dev-tools"],
  },
  { title: "Errors", folder: "errors", only: ["index"] },
  { title: "Migration", folder: "migrate", first: ["index"] },
  { title: "Packages", folder: "packages" },
  {
    title: "Internals",
    folder: ".",
    first: ["architecture", "glossary", "style", "decisions", "security", "performance", "conformance"],
  },
  { title: "Decisions", folder: "decisions" },
];

/** The sidebar, and an error for a page that has no place in it. */
export function navigation(files) {
  const titles = new Map(
    [...files]
      .filter(([path]) => path.endsWith(".md"))
      .map(([path, text]) => [path.replace(/\.md$/, ""), titleOf(text)]),
  );
  const placed = new Set();
  const sidebar = sections.flatMap(({ title, folder, first = [], only }) => {
    const own = [...titles.keys()].filter((path) => posix.dirname(path) === folder && !placed.has(path));
    const nameOf = (path) => posix.basename(path);
    const wanted = only === undefined ? own : own.filter((path) => only.includes(nameOf(path)));
    const order = only ?? first;
    const rank = (path) => (order.includes(nameOf(path)) ? order.indexOf(nameOf(path)) : order.length);
    const pages = wanted.sort((a, b) => rank(a) - rank(b) || titles.get(a).localeCompare(titles.get(b)));
    pages.forEach((path) => placed.add(path));
    const items = pages.map((path) => ({ text: titles.get(path), link: `/${path.replace(/(^|\/)index$/, "$1")}` }));
    return items.length === 0 ? [] : [{ text: title, items }];
  });
  const lost = [...titles.keys()].find((path) => !placed.has(path) && !path.startsWith("errors/"));
  if (lost !== undefined) throw new Error(`no section of the site has a place for ${lost}`);
  return sidebar;
}

function titleOf(text) {
  return (/^# (.+)$/m.exec(text)?.[1] ?? "").replaceAll("`", "");
}
