import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { fail, projectEnvironment, projectNode, root } from "./setup.mjs";

// For Node 18 and later: what builds the site runs on the project's own Node.

/** Builds the documentation site unless it is there and current; says on stderr only what it does. */
export function ensureDocs() {
  const { status } = spawnSync(projectNode(), [join(root, "apps/docs/scripts/build.mjs")], {
    cwd: root,
    env: { ...projectEnvironment(), NODE_ENV: "production" },
    stdio: ["ignore", 2, 2],
  });
  if (status !== 0) fail("The documentation could not be built: the reason stands above.");
}
