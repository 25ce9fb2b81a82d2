import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { root } from "../../../../scripts/setup.mjs";
import { accountRouter } from "../../../../packages/rpc/src/account/all.ts";
import { adminRouter } from "../../../../packages/rpc/src/admin/all.ts";
import { code, page, quoted, table } from "./markdown.mjs";
import { shapesOf } from "./schema.mjs";

/** Every procedure of both routers, with what goes in and out. */
export async function proceduresPage() {
  const sources = await readSources();
  const admin = sectionsOf({ router: adminRouter, sources, hasRoles: true });
  const account = sectionsOf({ router: accountRouter, sources, hasRoles: false });
  return page(
    "Procedures",
    "tRPC with superjson. [`@sallyport/client`](../packages/client.md) gives the same with inferred types. Queries read " +
      "and mutations change. Of the roles each may do what those before it may: `viewer`, `operator`, `owner`.",
    "## Admin",
    "At `/trpc` of the admin listener.",
    ...admin,
    "## Account",
    "For people, about themselves: at `/account/trpc` of the public listener.",
    ...account,
  );
}

function sectionsOf({ router, sources, hasRoles }) {
  const procedures = Object.entries(router._def.procedures);
  const rows = procedures.map(([name, procedure]) => [
    `[${code(name)}](#${anchorOf(name)})`,
    procedure._def.type,
    ...(hasRoles ? [sources.get(procedure)?.role ?? "none"] : []),
  ]);
  const header = ["procedure", "kind", ...(hasRoles ? ["least role"] : [])];
  return [table(header, rows), ...procedures.flatMap((one) => sectionOf(one, sources))];
}

function anchorOf(name) {
  return name.replaceAll(".", "-").toLowerCase();
}

function sectionOf([name, procedure], sources) {
  const { about } = sources.get(procedure) ?? {};
  const shapes = shapesOf(procedure);
  return [`### ${name} {#${anchorOf(name)}}`, ...(about ? [about] : []), ...(shapes === "" ? [] : [quoted(shapes)])];
}

/** What only the text of the source says: the comment above a procedure and the role that it asks for. */
async function readSources() {
  const found = new Map();
  const definition = /(?:\/\*\*((?:(?!\*\/)[^])*?)\*\/\n)?export const (\w+) = (?:\w*[pP]rocedure\w*)(?:\("(\w+)"\))?/g;
  for (const file of globSync("packages/rpc/src/{admin,account}/*/*.ts", { cwd: root })) {
    if (file.endsWith(".test.ts")) continue;
    const text = readFileSync(join(root, file), "utf8");
    const module = await import(pathToFileURL(join(root, file)));
    for (const [, comment, name, role] of text.matchAll(definition)) {
      const about = comment?.replaceAll(/\s*\n\s*\*\s*/g, " ").trim();
      found.set(module[name], { about, role });
    }
  }
  return found;
}
