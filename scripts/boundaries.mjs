import { posix } from "node:path";
import { parseSync, Visitor } from "oxc-parser";
import { floors, separate, separateNouns, typesOnly } from "./floors.mjs";

// Who may import whom. The tables are the rules; everything that they do not allow is refused.

/** Of our packages, by folder. `types` may be imported as types only, `tests` by tests only; `x/*` is any entry of x. */
const packages = {
  "packages/core": { tests: ["@sallyport/fixtures", "@sallyport/fixtures/*", "@sallyport/packed"] },
  "packages/http": {
    ours: ["@sallyport/core"],
    tests: ["@sallyport/core/*", "@sallyport/fixtures", "@sallyport/fixtures/*"],
  },
  "packages/rpc": {
    ours: ["@sallyport/core"],
    tests: ["@sallyport/core/*", "@sallyport/fixtures", "@sallyport/fixtures/*"],
  },
  "packages/client": {
    types: ["@sallyport/rpc"],
    tests: ["@sallyport/packed", "@sallyport/rpc", "@sallyport/fixtures", "@sallyport/fixtures/*"],
  },
  "packages/resource": {
    ours: ["@sallyport/core/resource-uri", "@sallyport/core/scope-hierarchy"],
    tests: ["@sallyport/packed"],
  },
  "packages/protect": { ours: ["@sallyport/resource", "@sallyport/resource/express"] },
  "packages/outbound": {
    ours: ["@sallyport/core/compact"],
    types: ["@sallyport/core"],
    tests: ["@sallyport/certificates"],
  },
  "packages/images": {},
  "packages/certificates": {},
  "packages/doctor": { ours: ["@sallyport/profiles"] },
  "packages/profiles": {},
  "packages/importers": { types: ["@sallyport/core"] },
  "tests/fixtures": { ours: ["@sallyport/core", "@sallyport/core/*"] },
  "tests/conformance": {
    ours: [
      "@sallyport/certificates",
      "@sallyport/client",
      "@sallyport/profiles",
      "@sallyport/fixtures",
      "@sallyport/fixtures/*",
    ],
  },
  "tests/bench": {
    ours: ["@sallyport/core", "@sallyport/core/*", "@sallyport/rpc", "@sallyport/fixtures", "@sallyport/fixtures/*"],
  },
  "tests/packed": {},
  "packages/test-kit": { tests: ["@sallyport/packed", "@sallyport/fixtures/*"] },
  "apps/sallyport": {
    ours: [
      "@sallyport/core",
      "@sallyport/core/*",
      "@sallyport/certificates",
      "@sallyport/http",
      "@sallyport/images",
      "@sallyport/importers",
      "@sallyport/outbound",
      "@sallyport/profiles",
      "@sallyport/protect",
      "@sallyport/rpc",
      "@sallyport/rpc/*",
      "@sallyport/doctor",
      "@sallyport/demo-mcp",
    ],
    tests: ["@sallyport/fixtures", "@sallyport/fixtures/*", "@sallyport/packed"],
  },
  "apps/console": {
    ours: ["@sallyport/client", "@sallyport/client/*", "@sallyport/profiles"],
    types: ["@sallyport/rpc"],
    tests: ["@sallyport/core"],
  },
  "apps/demo-mcp": { ours: ["@sallyport/resource", "@sallyport/resource/*"] },
};

/** Packages of others that only some places may import. Tests, fixtures and conformance are free. */
const reserved = {
  "@peculiar/asn1-schema": ["packages/certificates/"],
  "@peculiar/asn1-x509": ["packages/certificates/"],
  "better-sqlite3": ["packages/core/src/stores/", "apps/sallyport/src/"],
  "drizzle-orm": ["packages/core/src/stores/"],
  express: ["packages/http/", "packages/resource/", "apps/"],
  hono: ["packages/http/", "apps/sallyport/src/dev/"],
  "ipaddr.js": ["packages/outbound/"],
  jose: [
    "packages/core/src/tokens/jwt.ts",
    "packages/protect/",
    "packages/resource/",
    "apps/sallyport/src/dev/identity-provider/",
  ],
  "@trpc/server": ["packages/rpc/", "apps/sallyport/"],
  sallyport: ["packages/test-kit/"],
  undici: ["packages/outbound/"],
};

const coreSource = "packages/core/src/";
const coreNodeModules = ["node:buffer", "node:crypto", "node:util"];
const backEnds = `${coreSource}stores/`;
const corePackages = ["jose", "zod"];
const storePackages = [...corePackages, "better-sqlite3", "drizzle-orm"];

/** What `source`, the text of `file` (a path from the root), imports against the rules. */
export function violations(file, source) {
  return importsOf(file, source).flatMap((wanted) => {
    const rule = refusal(file, wanted);
    return rule === undefined ? [] : [`${file} imports ${wanted.name}: not allowed: ${rule}`];
  });
}

function importsOf(file, source) {
  const found = [];
  const add = (node, isType) => node?.type === "Literal" && found.push({ name: String(node.value), isType });
  const visitor = new Visitor({
    ImportDeclaration: (node) => add(node.source, isTypeOnly(node)),
    ExportNamedDeclaration: (node) => add(node.source, node.exportKind === "type"),
    ExportAllDeclaration: (node) => add(node.source, node.exportKind === "type"),
    ImportExpression: (node) => add(node.source, false),
    TSImportType: (node) => add(node.source ?? node.argument, true),
  });
  visitor.visit(parseSync(file, source).program);
  return found;
}

function isTypeOnly({ importKind, specifiers }) {
  return importKind === "type" || (specifiers.length > 0 && specifiers.every((one) => one.importKind === "type"));
}

/** The rule that forbids the import, or undefined. */
function refusal(file, wanted) {
  const folder = Object.keys(packages).find((one) => file.startsWith(`${one}/`));
  if (folder === undefined) return "its package is not in the table of scripts/boundaries.mjs";
  if (wanted.name.startsWith(".")) return refusalOfRelative(file, folder, wanted);
  if (wanted.name.startsWith("@sallyport/")) return refusalOfOurs(file, folder, wanted);
  return refusalOfForeign(file, wanted.name);
}

function refusalOfRelative(file, folder, wanted) {
  const target = posix.join(posix.dirname(file), wanted.name);
  if (!target.startsWith(`${folder}/`)) return "another package is reached by its name";
  if (isTest(file)) return undefined;
  if (typesOnly.some((room) => target.startsWith(room)) && !wanted.isType) return `${target} gives types only`;
  const [from, to] = [file, target].map((path) => roomOf(folder, path));
  if (from === undefined || to === undefined) return undefined;
  return from === to ? refusalInRoom(file, target) : refusalOfFloor(folder, from, to);
}

/** The room of a file of a package that has floors; undefined for files that are not in its src/. */
function roomOf(folder, path) {
  if (!Object.hasOwn(floors, folder) || !path.startsWith(`${folder}/src/`)) return undefined;
  return path
    .slice(`${folder}/src/`.length)
    .split("/")[0]
    .replace(/\.tsx?$/, "");
}

function refusalOfFloor(folder, from, to) {
  const [upper, lower] = [from, to].map((room) => floors[folder].findIndex((rooms) => rooms.includes(room)));
  const missing = upper === -1 ? from : lower === -1 ? to : undefined;
  if (missing !== undefined) return `${missing} has no floor: give it one in scripts/floors.mjs`;
  return lower > upper ? undefined : `${to} is not below ${from} in scripts/floors.mjs`;
}

function refusalInRoom(file, target) {
  if (file.startsWith(backEnds)) return refusalInStores(backEndOf(file), backEndOf(target));
  const [from, to] = [file, target].map((path) => posix.dirname(path));
  if (from !== to && [from, to].every((folder) => separateNouns.includes(posix.dirname(folder))))
    return `a noun imports no other noun: ${posix.basename(to)} stays in its folder`;
  const { shared, lists } = separate[from] ?? {};
  if (shared === undefined || lists.includes(posix.basename(file)) || posix.basename(target) === shared)
    return undefined;
  return `of its siblings it imports only ${shared}`;
}

/** What the back-ends share is below stores/shared/. */
function refusalInStores(from, to) {
  return to === "shared" || from === to ? undefined : "a store back-end is imported by nobody else";
}

function backEndOf(path) {
  return path.slice(backEnds.length).split("/")[0];
}

function refusalOfOurs(file, folder, { name, isType }) {
  const { ours = [], types = [], tests = [] } = packages[folder];
  const allowed = [...ours, ...(isType ? types : []), ...(isTest(file) ? tests : [])];
  if (allowed.some((one) => isEntry(name, one))) return undefined;
  if (types.includes(name)) return `${folder} takes only types from it`;
  if (tests.some((one) => isEntry(name, one))) return `only tests of ${folder} take it`;
  return `${folder} may import ${allowed.join(", ") || "nothing of ours"}`;
}

function isEntry(name, allowed) {
  return allowed.endsWith("/*") ? name.startsWith(allowed.slice(0, -1)) : name === allowed;
}

function refusalOfForeign(file, name) {
  if (isTest(file) || file.startsWith("tests/")) return undefined;
  const bare = name.split("/", name.startsWith("@") ? 2 : 1).join("/");
  const places = Object.hasOwn(reserved, bare) ? reserved[bare] : [""];
  if (!places.some((place) => file.startsWith(place))) return `only ${places.join(", ")} may`;
  return file.startsWith(coreSource) ? foreignRefusalInCore(file, bare) : undefined;
}

function foreignRefusalInCore(file, name) {
  const isNode = name.startsWith("node:");
  const isStore = file.startsWith(backEnds);
  const allowed = isNode ? coreNodeModules : isStore ? storePackages : corePackages;
  if ((isNode && isStore) || allowed.includes(name)) return undefined;
  return `core may import ${allowed.join(", ")}`;
}

function isTest(file) {
  return /\.test\.tsx?$/.test(file) || /^(packages|apps|tests)\/[^/]+\/test\//.test(file);
}
