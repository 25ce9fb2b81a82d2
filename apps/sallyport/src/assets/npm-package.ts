import { readFileSync } from "node:fs";
import type { Assets } from "./assets.ts";
import { createFileAssets } from "./files.ts";

/** For the npm package: everything stands beside the bundle. */
export const assets: Assets = {
  ...createFileAssets({ console: new URL("console/", import.meta.url), docs: new URL("docs/", import.meta.url) }),
  readCommit: () => readFileSync(new URL("commit", import.meta.url), "utf8") || undefined,
};
