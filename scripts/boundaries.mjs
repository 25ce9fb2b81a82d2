import { posix } from "node:path";
import { parseSync, Visitor } from "oxc-parser";

// Who may import whom. The tables are the rules; everything that they do not allow is refused.

/** Of our packages, by folder. `types` may be imported as types only, `tests` by tests only; `x/*` is any entry of x. */
const packages = {
  "packages/core": { tests: ["@sallyport/fixtures", "@sallyport/fixtures/*"] },
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
  "packages/outbound": { types: ["@sallyport/core"], tests: ["@sallyport/certificates"] },
  "packages/images": {},
  "packages/certificates": {},
  "packages/doctor": {},
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
  "apps/sallyport": { ours: ["@sallyport/server/*"], tests: ["@sallyport/packed"] },
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
    tests: ["@sallyport/fixtures", "@sallyport/fixtures/*"],
  },
  "apps/console": {
    ours: ["@sallyport/client", "@sallyport/client/*"],
    types: ["@sallyport/rpc"],
    tests: ["@sallyport/core", "@sallyport/profiles"],
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

const below = {
  bottom: ["bottom", "port"],
  rules: ["bottom", "port", "rules"],
  tokens: ["bottom", "port", "context", "rules"],
  grants: ["bottom", "port", "context", "rules", "people", "tokens", "clients"],
  endpoints: ["bottom", "port", "context", "rules", "people", "tokens", "clients", "grants", "client-auth"],
};

/**
 * The layers inside core: what each may import beside its own folder. With `sibling`, files of that folder
 * import only that one of their siblings; `lists`, which put the siblings together, are free.
 */
const layers = {
  index: { may: [...below.endpoints, "endpoints", "management", "provider", "flights", "audit", "statistics"] },
  provider: {
    may: [...below.endpoints, "endpoints", "management", "simulations", "flights", "audit", "statistics"],
  },
  simulations: { may: [...below.endpoints, "endpoints", "explanations", "flights"] },
  management: { may: [...below.endpoints, "explanations", "flights", "audit", "statistics"] },
  endpoints: { may: below.endpoints },
  grants: { may: below.grants, sibling: "grant-type.ts" },
  "client-auth": { may: below.grants, sibling: "method.ts" },
  people: { may: [...below.tokens, "tokens"] },
  tokens: { may: below.tokens },
  clients: { may: below.tokens },
  rules: { may: below.rules },
  explanations: { may: below.rules },
  flights: { may: below.bottom },
  audit: { may: [...below.bottom, "context", "flights"] },
  statistics: { may: below.bottom },
  bottom: { may: below.bottom },
  context: { may: ["bottom", "port", "tokens", "flights", "audit", "statistics"] },
  port: { may: ["bottom", "port"] },
  store: { may: ["bottom", "port"] },
};

const coreSource = "packages/core/src/";
const coreFiles = {
  "index.ts": "index",
  "provider.ts": "provider",
  "context.ts": "context",
  "stores/port.ts": "port",
  "stores/port-people.ts": "port",
  "stores/rows.ts": "port",
};
const lists = ["all.ts", "authenticate.ts"];
const typesOnly = ["context", "port"];
const bottomFiles = [
  "config",
  "errors",
  "events",
  "form",
  "messages",
  "random",
  "secret",
  "secret-text",
  "time",
  "urls",
];
const coreNodeModules = ["node:buffer", "node:crypto", "node:util"];
const backEnds = ["memory", "postgres", "sqlite"];
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
  if (isTest(file) || !file.startsWith(coreSource)) return undefined;
  return refusalInCore(file.slice(coreSource.length), target.slice(coreSource.length), wanted.isType);
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
  if (isTest(file) || /^packages\/(fixtures|conformance|bench)\//.test(file)) return undefined;
  const bare = name.split("/", name.startsWith("@") ? 2 : 1).join("/");
  const places = Object.hasOwn(reserved, bare) ? reserved[bare] : [""];
  if (!places.some((place) => file.startsWith(place))) return `only ${places.join(", ")} may`;
  return file.startsWith(coreSource) ? foreignRefusalInCore(layerOf(file.slice(coreSource.length)), bare) : undefined;
}

function foreignRefusalInCore(layer, name) {
  const isNode = name.startsWith("node:");
  const allowed = isNode ? coreNodeModules : layer === "store" ? storePackages : corePackages;
  if ((isNode && layer === "store") || allowed.includes(name)) return undefined;
  return `core may import ${allowed.join(", ")}`;
}

/** Paths are below packages/core/src. */
function refusalInCore(from, to, isType) {
  const [layer, target] = [layerOf(from), layerOf(to)];
  if (layer === undefined) return `${from} has no layer: give it one in scripts/boundaries.mjs`;
  if (target === undefined) return `${to} has no layer: give it one in scripts/boundaries.mjs`;
  if (typesOnly.includes(target) && !isType) return `${to} gives types only`;
  if (layer === target && from.includes("/")) return refusalOfSibling(layer, from, to);
  return layers[layer].may.includes(target) ? undefined : `layer ${layer} may import ${layers[layer].may.join(", ")}`;
}

function refusalOfSibling(layer, from, to) {
  if (layer === "store") return refusalInStores(backEndOf(from), backEndOf(to));
  const only = layers[layer].sibling;
  if (only === undefined || lists.includes(posix.basename(from)) || posix.basename(to) === only) return undefined;
  return `of its siblings a file of ${layer}/ imports only ${only}`;
}

/** Files beside the back-ends are shared by them. */
function refusalInStores(from, to) {
  return to === undefined || from === to ? undefined : "a store back-end is imported by nobody else";
}

function backEndOf(path) {
  const name = path.split("/")[1].replace(/\.ts$/, "");
  return backEnds.includes(name) ? name : undefined;
}

function layerOf(path) {
  if (Object.hasOwn(coreFiles, path)) return coreFiles[path];
  const [first, ...rest] = path.split("/");
  if (rest.length === 0) return bottomFiles.includes(first.replace(/\.ts$/, "")) ? "bottom" : undefined;
  if (first === "stores") return rest[0] === "rows" ? "port" : "store";
  return Object.hasOwn(layers, first) ? first : undefined;
}

function isTest(file) {
  return file.endsWith(".test.ts") || /^(packages|apps)\/[^/]+\/test\//.test(file);
}
