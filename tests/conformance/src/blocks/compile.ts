import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { run } from "../child.ts";
import type { Block, Page } from "./page.ts";

const deadlineMs = 100_000;

/** As a reader has it, in a browser or not. */
const compilerOptions = {
  target: "es2024",
  module: "nodenext",
  moduleDetection: "force",
  lib: ["es2024", "dom", "dom.iterable"],
  types: ["node"],
  jsx: "react-jsx",
  strict: true,
  noImplicitReturns: true,
  noEmit: true,
  skipLibCheck: true,
  resolveJsonModule: true,
  allowImportingTsExtensions: true,
};

/**
 * Compiles the code of pages, all at once, because what they import takes longer than they do. Those are sources here:
 * what a reader's settings say about the inside of them is no fault of a page.
 * @param root a folder below which everything may be written, and packages are found
 * @returns what the compiler says, each beginning with the page: `docs/start.md/server.ts(3,5): error …`
 * @throws Error when it says anything about something else, or ends without a word
 */
export async function compile(pages: readonly Page[], root: string): Promise<readonly string[]> {
  const folder = join(root, "code");
  const files = pages.flatMap(({ page, blocks }) => writeCode(blocks, join(folder, page)));
  const project = join(root, "tsconfig.json");
  writeFileSync(project, JSON.stringify({ compilerOptions, files }));
  const args = ["--pretty", "false", "--project", project];
  const { code, stdout, stderr } = await run({ command: resolve("node_modules/.bin/tsc"), args, deadlineMs });
  if (code !== 0 && stdout === "") throw new Error(`the compiler ended with ${code}: ${stderr}`);
  const faults = stdout
    .replaceAll(`${relative(".", folder)}/`, "")
    .split(/\n(?=\S)/)
    .filter((fault) => !/^(?:$|(?:packages|apps)\/[^/]+\/src\/)/.test(fault));
  const stray = faults.find((fault) => !pages.some(({ page }) => fault.startsWith(`${page}/`)));
  if (stray !== undefined) throw new Error(stray);
  return faults;
}

/** The files of a page side by side. A file that is shown again begins another such folder, with the others as they are. */
function writeCode(blocks: readonly Block[], folder: string): readonly string[] {
  const texts = new Map<string, string>();
  const write = (): string[] => {
    texts.forEach((text, name) => {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), text);
    });
    return [...texts.keys()].filter((name) => /\.tsx?$/.test(name)).map((name) => join(folder, name));
  };
  for (const [index, { language, way, file, line, text }] of blocks.entries()) {
    if (file !== undefined && texts.has(file)) {
      return [...write(), ...writeCode(latest(blocks, index), join(folder, `from-line-${line}`))];
    }
    if (way === "plain" && (file !== undefined || /^tsx?$/.test(language))) {
      texts.set(file ?? `line-${line}.${language}`, text);
    }
  }
  return write();
}

/** Without the files that the one at the place takes the place of. */
function latest(blocks: readonly Block[], place: number): readonly Block[] {
  return blocks.filter(({ file }, index) => index >= place || (file !== undefined && file !== blocks[place]?.file));
}
