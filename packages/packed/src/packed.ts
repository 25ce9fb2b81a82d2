import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { publint } from "publint";
import { formatMessage } from "publint/utils";

/** A package as it would be published, in an empty project that uses it. */
export interface Packed extends Disposable {
  /** The project. */
  readonly folder: string;
  /** The package.json that users get. */
  readonly manifest: Manifest;
  /** The files of the package: `package/dist/index.js`. */
  readonly files: readonly string[];
  /** Runs a program in the project to its end. @returns what it wrote @throws when it fails */
  run(command: string, args: readonly string[]): string;
  /** Compiles in the project, by its tsconfig.json. */
  compile(): void;
  /** What those files of the package hold, one after another. */
  textOf(files: readonly string[]): string;
  /** What publint finds. */
  lint(): Promise<readonly string[]>;
  /** What attw finds for ES modules, and for how many entries. */
  checkTypes(): { entries: readonly string[]; problems: readonly unknown[] };
}

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly exports: Readonly<Record<string, unknown>>;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
  readonly peerDependenciesMeta?: Readonly<Record<string, { optional?: boolean }>>;
}

/** Packages of others, by name: linked from those of our package, so that nothing is downloaded. */
interface Links {
  /** What the project has for itself. */
  readonly project?: readonly string[];
  /** What our package depends on. */
  readonly dependencies: readonly string[];
}

const checkout = join(import.meta.dirname, "../../..");
const { packageManager } = readJson<{ packageManager: string }>(join(checkout, "package.json"));

/** Packs the package in `packageFolder` as `pnpm publish` would, with its build, and installs it. */
export function packPackage(packageFolder: string, links: Links): Packed {
  const folder = mkdtempSync(join(tmpdir(), "sallyport-pack-"));
  const dispose = (): void => rmSync(folder, { recursive: true, force: true });
  try {
    const tarball = pack(packageFolder, folder);
    const { name } = readJson<Manifest>(join(packageFolder, "package.json"));
    install({ name, tarball, folder, packageFolder, links });
    return {
      folder,
      manifest: readJson<Manifest>(join(folder, "node_modules", name, "package.json")),
      files: run("tar", ["-tzf", tarball], folder).trim().split("\n"),
      run: (command, args) => run(command, args, folder),
      compile: () => compile(folder),
      textOf: (files) => run("tar", ["-xzOf", tarball, ...files], folder),
      lint: () => lint(tarball),
      checkTypes: () => checkTypes(tarball, folder),
      [Symbol.dispose]: dispose,
    };
  } catch (error) {
    dispose();
    throw error;
  }
}

/** @throws when it fails, with what it wrote */
function run(command: string, args: readonly string[], cwd: string): string {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd, encoding: "utf8" });
  if (status !== 0) throw new Error(`${command} ${args.join(" ")} ended with ${status}\n${stdout}\n${stderr}`);
  return stdout;
}

function pack(packageFolder: string, destination: string): string {
  const args = ["--yes", packageManager, "pack", "--json", "--pack-destination", destination];
  const packed = JSON.parse(run("npx", args, packageFolder)) as { filename: string };
  return packed.filename;
}

interface Installation {
  readonly name: string;
  readonly tarball: string;
  readonly folder: string;
  readonly packageFolder: string;
  readonly links: Links;
}

function install({ name, tarball, folder, packageFolder, links }: Installation): void {
  const link = (one: string): string => `link:${join(packageFolder, "node_modules", one)}`;
  const { project = [], dependencies } = links;
  const linked = Object.fromEntries(project.map((one) => [one, link(one)]));
  const manifest = {
    name: "consumer",
    private: true,
    type: "module",
    dependencies: { [name]: `file:${tarball}`, ...linked },
  };
  writeFileSync(join(folder, "package.json"), JSON.stringify(manifest));
  const overrides = dependencies.map((one) => `  "${one}": ${link(one)}\n`).join("");
  writeFileSync(join(folder, "pnpm-workspace.yaml"), `packages: ["."]\noverrides:\n${overrides}`);
  run("npx", ["--yes", packageManager, "install", "--offline", "--no-frozen-lockfile"], folder);
}

function compile(folder: string): void {
  const typescript = join(folder, "node_modules/typescript");
  const { bin } = readJson<{ bin: { tsc: string } }>(join(typescript, "package.json"));
  run(process.execPath, [join(typescript, bin.tsc)], folder);
}

async function lint(tarball: string): Promise<readonly string[]> {
  const bytes = readFileSync(tarball);
  const archive = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
  const { messages, pkg } = await publint({ strict: true, pack: { tarball: archive } });
  return messages.map((message) => formatMessage(message, pkg) ?? message.code);
}

interface Report {
  readonly analysis: { readonly entrypoints: object };
  readonly problems?: Readonly<Record<string, readonly { readonly resolutionKind?: string }[]>>;
}

function checkTypes(tarball: string, cwd: string): ReturnType<Packed["checkTypes"]> {
  const require = createRequire(import.meta.url);
  const manifest = require.resolve("@arethetypeswrong/cli/package.json");
  const attw = join(dirname(manifest), "dist/index.js");
  const args = [attw, tarball, "--profile", "esm-only", "--format", "json"];
  const { analysis, problems = {} } = JSON.parse(run(process.execPath, args, cwd)) as Report;
  const found = Object.values(problems).flat();
  return {
    entries: Object.keys(analysis.entrypoints),
    problems: found.filter(({ resolutionKind = "any" }) => !["node10", "node16-cjs"].includes(resolutionKind)),
  };
}

function readJson<Shape>(file: string): Shape {
  return JSON.parse(readFileSync(file, "utf8")) as Shape;
}
