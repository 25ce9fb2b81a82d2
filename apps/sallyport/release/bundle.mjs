import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { rolldown } from "rolldown";
import { ensureConsole } from "../../../scripts/console.mjs";
import { ensureDocs } from "../../../scripts/docs.mjs";
import { root } from "../../../scripts/setup.mjs";

// What the executable and the npm package have in common.

const server = join(root, "apps/sallyport/src");

/** Its entry for Node is UMD, whose `require` a bundler cannot follow; this one has imports. */
const jsonParser = join(root, "packages/protect/node_modules/jsonc-parser/lib/esm/main.js");

/**
 * Bundles the program from the file `entry` of the server, with the assets of one way to hand it out.
 * `external` are packages that stay imports, `others` are more entries by name.
 */
export async function bundleProgram({ entry, others = {}, assets, external = [], output }) {
  const build = await rolldown({
    input: { main: join(server, entry), ...others },
    platform: "node",
    external,
    plugins: [httpClientAlone],
    resolve: { alias: { "#assets": join(server, "assets", assets), "jsonc-parser": jsonParser } },
    logLevel: "warn",
  });
  // Names of errors are seen in logs.
  const keepNames = { class: true, function: false };
  await build.write({ minify: { mangle: { keepNames }, compress: { keepNames } }, ...output });
  await build.close();
}

/** Of undici one class is used; its entry would bring fetch, WebSockets, mocks and caches along: a fifth of the bundle. */
const httpClientAlone = {
  name: "http-client-alone",
  resolveId: (id) => (id === "undici" ? "\0undici" : null),
  load(id) {
    if (id !== "\0undici") return null;
    const undici = (file) => JSON.stringify(join(root, "packages/outbound/node_modules/undici/lib", file));
    return `
      import Dispatcher from ${undici("dispatcher/dispatcher.js")};
      import methods from ${undici("api/index.js")};
      export { default as Client } from ${undici("dispatcher/client.js")};
      Object.assign(Dispatcher.prototype, methods);`;
  },
};

/** The folder of the built console. */
export function buildConsole() {
  ensureConsole();
  return join(root, "apps/console/dist");
}

/** The folder of the built documentation. */
export function buildDocs() {
  ensureDocs();
  return join(root, "apps/docs/dist");
}

/** The commit that is built; empty when the sources differ from it, or there is none. */
export function readCommit() {
  const git = (...args) => spawnSync("git", args, { cwd: root, encoding: "utf8" });
  if (git("diff", "--quiet", "HEAD").status !== 0) return "";
  return git("rev-parse", "HEAD").stdout.trim();
}
