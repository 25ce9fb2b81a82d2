import { cpSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { isolatedDeclarationSync } from "rolldown/experimental";
import { buildConsole, buildDocs, bundleProgram, readCommit } from "./bundle.mjs";

// Writes dist/ when the package is packed: the program in a few files, what is native stays with its packages.

const folder = dirname(dirname(fileURLToPath(import.meta.url)));
const dist = join(folder, "dist");
const devEntry = join(folder, "src/embedded/dev.ts");
const { dependencies } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));

/** In words that an older Node reads. */
const bin = `#!/usr/bin/env node
if (Number(process.versions.node.split(".")[0]) < 24) {
  console.error("sallyport: Node 24 or later is needed, and this is " + process.version);
  process.exit(1);
}
await import("./main.js");
`;

rmSync(dist, { recursive: true, force: true });
await bundleProgram({
  entry: "main.ts",
  others: { dev: devEntry },
  assets: "npm-package.ts",
  external: Object.keys(dependencies),
  output: { dir: dist, format: "esm", chunkFileNames: "[name]-[hash].js" },
});
writeFileSync(join(dist, "bin.js"), bin, { mode: 0o755 });
writeFileSync(join(dist, "dev.d.ts"), declare(devEntry));
cpSync(buildConsole(), join(dist, "console"), { recursive: true });
cpSync(buildDocs(), join(dist, "docs"), { recursive: true });
writeFileSync(join(dist, "commit"), readCommit());

/** What the file declares by itself. */
function declare(file) {
  const { code, errors } = isolatedDeclarationSync(file, readFileSync(file, "utf8"));
  if (errors.length > 0 || /^import /m.test(code)) throw new Error(`${file} does not say its types by itself`);
  return code;
}
