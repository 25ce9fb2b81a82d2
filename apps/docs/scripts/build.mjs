import { createHash } from "node:crypto";
import { cpSync, existsSync, globSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { root, say } from "../../../scripts/setup.mjs";
import { navigation } from "./navigation.mjs";
import { siteFiles } from "./pages.mjs";

// Builds the documentation site when it is not there or what it is made of changed.

const folder = join(root, "apps/docs");
const built = join(folder, "dist");
const stampFile = join(root, "node_modules", ".sallyport-docs");
const inputs = ["apps/docs/{scripts,site}/**/*.*", "docs/images/**/*.*"];

const files = await siteFiles();
const wanted = buildId();
if (!isBuilt()) await build();

function isBuilt() {
  const isThere = existsSync(join(built, "index.html")) && existsSync(stampFile);
  return isThere && readFileSync(stampFile, "utf8") === wanted;
}

function buildId() {
  const hash = createHash("sha256");
  const add = (name, text) => hash.update(`${name}\0`).update(text).update("\0");
  for (const file of ["pnpm-lock.yaml", ...globSync(inputs, { cwd: root }).sort()]) {
    add(file, readFileSync(join(root, file)));
  }
  for (const [path, text] of files) add(path, text);
  return hash.digest("hex");
}

async function build() {
  say("Building the documentation (once, and again when it changes)");
  const site = join(folder, `.site-${process.pid}`);
  try {
    writeSite(site);
    const { build: buildSite } = await import("vitepress");
    await buildSite(site);
    putInPlace(join(site, ".vitepress/dist"));
    writeFileSync(stampFile, wanted);
  } finally {
    rmSync(site, { recursive: true, force: true });
  }
}

/** VitePress wants everything in one folder. */
function writeSite(site) {
  const settings = join(site, ".vitepress");
  cpSync(join(folder, "site"), join(settings, "site"), { recursive: true });
  const sidebar = JSON.stringify(navigation(files));
  const own = new Map([
    [
      ".vitepress/config.mjs",
      `import { createConfig } from "./site/vitepress.config.mjs";\nexport default createConfig(${sidebar});\n`,
    ],
    [".vitepress/theme/index.mjs", `export { theme as default } from "../site/theme.mjs";\n`],
  ]);
  cpSync(join(folder, "site/icon.svg"), join(site, "public/icon.svg"));
  // Of these the site has the ones that its pages show.
  cpSync(join(root, "docs/images"), join(site, "images"), { recursive: true });
  for (const [path, text] of [...files, ...own]) {
    mkdirSync(dirname(join(site, path)), { recursive: true });
    writeFileSync(join(site, path), text);
  }
}

/** Another build may end in the same moment: it made the same, so the one that is there stays. */
function putInPlace(fresh) {
  rmSync(built, { recursive: true, force: true });
  try {
    renameSync(fresh, built);
  } catch (error) {
    if (!existsSync(join(built, "index.html"))) throw error;
  }
}
