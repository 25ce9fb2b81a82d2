import { writeFileSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { run } from "../child.ts";

const deadlineMs = 45_000;

const compilerOptions = {
  target: "es2024",
  module: "nodenext",
  lib: ["es2024", "dom", "dom.iterable"],
  types: ["node"],
  jsx: "react-jsx",
  strict: true,
  noImplicitReturns: true,
  noEmit: true,
  skipLibCheck: true,
  allowImportingTsExtensions: true,
};

/**
 * Compiles files of a folder as a reader's compiler would. The packages that they import are sources here; what a
 * reader's settings say about the inside of those is no fault of the files.
 * @throws Error with what the compiler says
 */
export async function compile(folder: string, files: readonly string[]): Promise<void> {
  const project = join(folder, "../tsconfig.json");
  writeFileSync(project, JSON.stringify({ compilerOptions, files: files.map((file) => join(folder, file)) }));
  const command = resolve("node_modules/.bin/tsc");
  const { code, stdout } = await run({ command, args: ["--pretty", "false", "--project", project], deadlineMs });
  const faults = stdout.split(/\n(?=\S)/).filter((fault) => !/^(?:packages|apps)\//.test(fault));
  if (code !== 0 && faults.join("") !== "")
    throw new Error(faults.join("\n").replaceAll(`${relative(".", folder)}/`, ""));
}
