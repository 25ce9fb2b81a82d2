import { accessSync, constants } from "node:fs";

/**
 * Where there is no such browser its tests are left out, and say so; in CI they must run, so there it
 * is never missing, and they fail.
 */
export function isMissing(variable: string, executablePath: string): boolean {
  try {
    accessSync(executablePath, constants.X_OK);
    return false;
  } catch {
    if (process.env["CI"] === "true") return false;
    console.warn(`*** Browser tests are LEFT OUT: there is no ${executablePath}. Set ${variable}. ***`);
    return true;
  }
}
