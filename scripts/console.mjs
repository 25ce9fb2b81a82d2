import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fail, projectEnvironment, projectNode, root, say } from "./setup.mjs";

// Builds the console for the browser when it is not there or its sources changed. For Node 18 and later.

const folder = join(root, "apps/console");
const built = join(folder, "dist");
const stampFile = join(root, "node_modules", ".sallyport-console");

/** All that a build depends on. */
const sources = [
  "pnpm-lock.yaml",
  "apps/console/index.html",
  "apps/console/package.json",
  "apps/console/src",
  "apps/console/vite.config.ts",
  "packages/client/src",
  "packages/profiles/src",
];

/** Says on stderr only what it does, and nothing when there is nothing to do. */
export function ensureConsole() {
  const wanted = sourceId();
  if (existsSync(join(built, "index.html")) && existsSync(stampFile) && readFileSync(stampFile, "utf8") === wanted)
    return;
  say("Building the console (once, and again when its sources change)");
  const fresh = join(root, "node_modules", `.sallyport-console-${process.pid}`);
  const vite = join(root, "node_modules/vite/bin/vite.js");
  const args = [
    vite,
    "build",
    folder,
    "--outDir",
    fresh,
    "--emptyOutDir",
    "--configLoader",
    "native",
    "--logLevel",
    "warn",
  ];
  const { status } = spawnSync(projectNode(), args, {
    cwd: folder,
    env: { ...projectEnvironment(), NODE_ENV: "production" },
    stdio: ["ignore", 2, 2],
  });
  if (status !== 0) fail("The console could not be built: the reason stands above.");
  putInPlace(fresh);
  writeFileSync(stampFile, wanted);
}

/** Another build may end in the same moment: it made the same, so the one that is there stays. */
function putInPlace(fresh) {
  rmSync(built, { recursive: true, force: true });
  try {
    renameSync(fresh, built);
  } catch (error) {
    if (!existsSync(join(built, "index.html"))) throw error;
    rmSync(fresh, { recursive: true, force: true });
  }
}

function sourceId() {
  const hash = createHash("sha256");
  for (const path of sources.flatMap((source) => filesIn(source))) {
    hash
      .update(`${path}\0`)
      .update(readFileSync(join(root, path)))
      .update("\0");
  }
  return hash.digest("hex");
}

/** The file itself, or what is in the folder; tests are not part of a build. */
function filesIn(path) {
  if (statSync(join(root, path)).isFile()) return path.includes(".test.") ? [] : [path];
  return readdirSync(join(root, path))
    .sort()
    .flatMap((name) => filesIn(`${path}/${name}`));
}
