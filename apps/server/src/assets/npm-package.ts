import { readFileSync } from "node:fs";
import type { Assets } from "./assets.ts";
import { createFileAssets } from "./files.ts";

/** For the npm package: everything stands beside the bundle. */
export const assets: Assets = {
  ...createFileAssets(new URL("console/", import.meta.url)),
  readCommit: () => readFileSync(new URL("commit", import.meta.url), "utf8") || undefined,
};
