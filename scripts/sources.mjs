import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./setup.mjs";

/** Path (from the root, with `/`) and text of each TypeScript file of the workspace, in the order of the paths. */
export function workspaceSources() {
  const paths = globSync("{apps,packages,tests}/*/{src,test}/**/*.{ts,tsx}", { cwd: root });
  return paths
    .map((path) => path.replaceAll("\\", "/"))
    .sort()
    .map((path) => ({ path, text: readFileSync(join(root, path), "utf8") }));
}
