import { spawn } from "node:child_process";
import { cpSync, existsSync, globSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { text } from "node:stream/consumers";
import { root } from "./setup.mjs";

/** Neither sources nor needed by them; a declaration of another state of the tree would hide errors. */
const leftOut = new Set([".git", ".tsc", ".turbo", "dist", "coverage"]);

const workspaceGlobs = "{apps,packages,tests}/*";

/**
 * A copy of the tree to change and to run, for tests that show how far one change reaches. It takes a second: the
 * packages of the registry are those of the original, linked; the packages of the workspace are copies.
 * @example
 * using tree = createScratchTree();
 * tree.edit("packages/core/src/clock.ts", "one", "other");
 * expect(await tree.typeCheck("apps/sallyport")).toBe("");
 */
export function createScratchTree() {
  const path = mkdtempSync(join(tmpdir(), "sallyport-scratch-"));
  const isWanted = (source) => !leftOut.has(basename(source));
  for (const name of ["package.json", "tsconfig.json", "tsconfig.base.json", "tsconfig.test.json", "scripts"]) {
    cpSync(join(root, name), join(path, name), { recursive: true });
  }
  for (const folder of globSync(workspaceGlobs, { cwd: root })) {
    // Links of the workspace are relative: those to other packages of it lead to their copies.
    cpSync(join(root, folder), join(path, folder), { recursive: true, verbatimSymlinks: true, filter: isWanted });
  }
  symlinkSync(join(root, "node_modules"), join(path, "node_modules"), "junction");

  const read = (file) => readFileSync(join(path, file), "utf8");

  /** Runs Node in the copy. @returns exit code, standard output and standard error */
  async function run(args, environment = process.env) {
    const child = spawn(process.execPath, args, { cwd: path, env: environment });
    const ended = Promise.withResolvers();
    child.once("close", ended.resolve);
    const [stdout, stderr, code] = await Promise.all([text(child.stdout), text(child.stderr), ended.promise]);
    return { code, stdout, stderr };
  }

  return {
    path,
    read,
    run,
    /** Replaces the first `old`. @throws Error when the file does not have it */
    edit(file, old, replacement) {
      const before = read(file);
      if (!before.includes(old)) throw new Error(`${file} does not contain: ${old}`);
      writeFileSync(
        join(path, file),
        before.replace(old, () => replacement),
      );
    },
    /** Checks the types of a project and of all that it refers to. @returns what the compiler says; empty: no errors */
    async typeCheck(...projects) {
      const { code, stdout, stderr } = await run(["node_modules/typescript/bin/tsc", "-b", ...projects]);
      return code === 0 ? "" : `${stdout}${stderr}`;
    },
    /** Imports a module of the copy. */
    load: (file) => import(join(path, file)),
    [Symbol.dispose]() {
      if (existsSync(path)) rmSync(path, { recursive: true, force: true });
    },
  };
}
