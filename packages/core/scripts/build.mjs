import { spawnSync } from "node:child_process";
import { globSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { rolldown } from "rolldown";

// Writes dist/ when the package is packed: one JavaScript file for each entry point, under the path of its source,
// shared code in dist/shared, and the declarations. Dependencies and database drivers stay imports.

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const dist = join(root, "dist");
const manifest = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));

rmSync(dist, { recursive: true, force: true });
await bundle();
declare();

async function bundle() {
  const input = Object.fromEntries(
    Object.values(manifest.exports).map((file) => [file.replace(/^\.\/src\/(.+)\.ts$/, "$1"), join(root, file)]),
  );
  const names = Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies });
  const external = (id) => names.some((name) => id === name || id.startsWith(`${name}/`));
  const build = await rolldown({ input, external, platform: "node", cwd: root });
  await build.write({ dir: dist, format: "esm", entryFileNames: "[name].js", chunkFileNames: "shared/[name].js" });
  await build.close();
}

function declare() {
  const require = createRequire(import.meta.url);
  const manifestOfTypeScript = require.resolve("typescript/package.json");
  const tsc = join(dirname(manifestOfTypeScript), require(manifestOfTypeScript).bin.tsc);
  // With several threads the compiler sometimes omits a declaration.
  const { status } = spawnSync(process.execPath, [tsc, "--singleThreaded", "-p", join(root, "tsconfig.build.json")], {
    stdio: "inherit",
  });
  if (status !== 0) throw new Error("tsc failed: the declarations are not complete");
  for (const file of globSync("**/*.d.ts", { cwd: dist })) {
    const path = join(dist, file);
    // The compiler rewrites the extension of an import in JavaScript only.
    writeFileSync(path, readFileSync(path, "utf8").replaceAll(/(from|import\() ?"(\.[^"]+)\.ts"/g, '$1 "$2.js"'));
  }
}
