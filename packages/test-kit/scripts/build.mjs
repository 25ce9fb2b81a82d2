import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { rolldown } from "rolldown";

// Writes dist/ when the package is packed: one JavaScript file, and the declarations.

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const dist = join(root, "dist");

rmSync(dist, { recursive: true, force: true });
await bundle();
declare();

async function bundle() {
  const build = await rolldown({ input: join(root, "src/index.ts"), external: /^sallyport\//, platform: "node" });
  await build.write({ dir: dist, format: "esm" });
  await build.close();
}

function declare() {
  const require = createRequire(import.meta.url);
  const manifestOfTypeScript = require.resolve("typescript/package.json");
  const tsc = join(dirname(manifestOfTypeScript), require(manifestOfTypeScript).bin.tsc);
  // With several threads the compiler now and then leaves a declaration out.
  const { status } = spawnSync(process.execPath, [tsc, "--singleThreaded", "-p", join(root, "tsconfig.build.json")], {
    stdio: "inherit",
  });
  if (status !== 0) throw new Error("the declarations cannot be made");
  for (const file of readdirSync(dist).filter((name) => name.endsWith(".d.ts"))) {
    const path = join(dist, file);
    // The compiler rewrites the extension of an import in JavaScript only.
    writeFileSync(path, readFileSync(path, "utf8").replaceAll(/(from|import\() ?"(\.[^"]+)\.ts"/g, '$1 "$2.js"'));
  }
}
