import { spawnSync } from "node:child_process";

/**
 * Where there is no such program the tests that need it are left out, and say so; in CI they must run, so there it is
 * never missing, and they fail.
 */
export function isLeftOut(program: string): boolean {
  const { error } = spawnSync(program, ["--version"]);
  if (error === undefined || process.env["CI"] === "true") return false;
  console.warn(`*** Tests of the examples are LEFT OUT: there is no ${program}. ***`);
  return true;
}
