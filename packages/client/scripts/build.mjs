import { spawnSync } from "node:child_process";
import { globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { rolldown } from "rolldown";

// Writes dist/ when the package is packed: a JavaScript file for each entry, and the declarations. The types of the two
// routers are inside: the compiler spells inputs and outputs out, what is left of the server are these references.

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const dist = join(root, "dist");
const emitted = mkdtempSync(join(tmpdir(), "sallyport-client-"));
const manifest = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));

const inRouters = [
  [/import\("\.\/trpc\.ts"\)\.(Admin|Account)Context/g, "object"],
  [/import\("\.\.\/(?:index|transport\/error-shape)\.ts"\)(?=\.RpcErrorShape)/g, 'import("./rpc-error-shape.js")'],
];

rmSync(dist, { recursive: true, force: true });
try {
  await bundle();
  declare();
} finally {
  rmSync(emitted, { recursive: true });
}

async function bundle() {
  const names = Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies });
  const external = (id) => names.some((name) => id === name || id.startsWith(`${name}/`));
  const input = Object.values(manifest.exports).map((entry) => join(root, entry));
  const build = await rolldown({ input, external, platform: "neutral", cwd: root });
  await build.write({ dir: dist, format: "esm", chunkFileNames: "[name].js" });
  await build.close();
}

function declare() {
  compile();
  for (const file of globSync("packages/client/src/*.d.ts", { cwd: emitted })) {
    if (basename(file) !== "routers.d.ts") write(basename(file), read(file));
  }
  for (const door of ["admin", "account"]) {
    const text = read(`packages/rpc/src/${door}/all.d.ts`);
    write(
      `${door}-router.d.ts`,
      inRouters.reduce((rest, [wanted, put]) => rest.replaceAll(wanted, put), text),
    );
  }
  write("rpc-error-shape.d.ts", errorShape());
  const names = { AccountRouter: "./account-router.js", AdminRouter: "./admin-router.js" };
  const routers = Object.entries(names).map(([name, from]) => `export type { ${name} } from "${from}";\n`);
  write("routers.d.ts", routers.join(""));
}

function compile() {
  const require = createRequire(import.meta.url);
  const manifestOfTypeScript = require.resolve("typescript/package.json");
  const tsc = join(dirname(manifestOfTypeScript), require(manifestOfTypeScript).bin.tsc);
  // With several threads the compiler now and then leaves a declaration out.
  const args = [tsc, "--singleThreaded", "-p", join(root, "tsconfig.build.json"), "--outDir", emitted];
  const { status } = spawnSync(process.execPath, args, { stdio: "inherit" });
  if (status !== 0) throw new Error("the declarations cannot be made");
}

/** Without the function that makes it, which is the server's. */
function errorShape() {
  const text = read("packages/rpc/src/transport/error-shape.d.ts");
  const shape = /(?:\/\*\*.*\*\/\n)?export interface RpcErrorShape \{\n[^]*?\n\}\n/.exec(text);
  if (shape === null) throw new Error("RpcErrorShape is not where it was");
  const imports = text.match(/^import .* from "@trpc\/.*;\n/gm) ?? [];
  return [...imports, 'import type { SallyportCode } from "./sallyport-error.js";\n', shape[0]].join("");
}

function read(file) {
  return readFileSync(join(emitted, file), "utf8");
}

/** The compiler rewrites the extension of an import in JavaScript only. */
function write(name, text) {
  const declarations = text.replaceAll(/(from|import\() ?"(\.[^"]+)\.ts"/g, '$1 "$2.js"');
  // Examples in comments import the package by its name.
  const left = declarations.replaceAll(/\/\*\*[^]*?\*\//g, "").match(/"@sallyport\/[^"]*"|"\.\.\/[^"]*"/);
  if (left !== null) throw new Error(`${name} needs ${left[0]}, which is not in the package`);
  writeFileSync(join(dist, name), declarations);
}
