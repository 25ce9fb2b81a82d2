import { spawnSync } from "node:child_process";
import type { Assets } from "./assets.ts";
import { createFileAssets } from "./files.ts";

/** For the program as it lies in the repository; `scripts/run.mjs` builds console and documentation there. */
export const assets: Assets = {
  ...createFileAssets({
    console: new URL("../../../console/dist/", import.meta.url),
    docs: new URL("../../../docs/dist/", import.meta.url),
  }),
  readCommit() {
    const { stdout } = spawnSync("git", ["rev-parse", "HEAD"], { cwd: import.meta.dirname, encoding: "utf8" });
    // Without git, or out of a repository, there is none.
    return stdout?.trim() || undefined;
  },
};
