import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { text } from "node:stream/consumers";
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
  /** Runs a program in the project to its end, with more variables. @returns what it wrote @throws when it fails */
  run(command: string, args: readonly string[], env?: NodeJS.ProcessEnv): string;
  /** The same, while others run. */
  runBeside(command: string, args: readonly string[], env?: NodeJS.ProcessEnv): Promise<string>;
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
  /** Another package of ours that it depends on: packed and installed, too. */
  readonly beside?: { readonly folder: string; readonly dependencies: readonly string[] };
}

const checkout = join(import.meta.dirname, "../../..");
const { packageManager } = readJson<{ packageManager: string }>(join(checkout, "package.json"));

/** Packs the package in `packageFolder` as `pnpm publish` would, with its build, and installs it. */
export function packPackage(packageFolder: string, links: Links): Packed {
  const folder = mkdtempSync(join(tmpdir(), "sallyport-pack-"));
  const left = new AbortController();
  const dispose = (): void => {
    left.abort();
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    const { name, tarball } = pack(packageFolder, folder);
    install(folder, dependenciesOf(packageFolder, { name, tarball, links }));
    return {
      folder,
      manifest: readJson<Manifest>(join(folder, "node_modules", name, "package.json")),
      files: run("tar", ["-tzf", tarball], { cwd: folder }).trim().split("\n"),
      run: (command, args, env) => run(command, args, placeOf(folder, env)),
      runBeside: (command, args, env) => runBeside(command, args, { ...placeOf(folder, env), signal: left.signal }),
      compile: () => compile(folder),
      textOf: (files) => run("tar", ["-xzOf", tarball, ...files], { cwd: folder }),
      lint: () => lint(tarball),
      checkTypes: () => checkTypes(tarball, folder),
      [Symbol.dispose]: dispose,
    };
  } catch (error) {
    dispose();
    throw error;
  }
}

interface Place {
  readonly cwd: string;
  readonly env?: NodeJS.ProcessEnv;
  /** Ends what still runs. */
  readonly signal?: AbortSignal;
}

/**
 * As a person has it at a shell, on this Node: a test runner in a test runner would take the outer one's variables for
 * its own.
 */
function placeOf(cwd: string, more: NodeJS.ProcessEnv = {}): Place {
  const ofRunner = /^(VITEST|JEST|NODE_(ENV|OPTIONS)$|(BASE_URL|DEV|MODE|PROD|SSR|TEST)$)/;
  const kept = Object.entries(process.env).filter(([name]) => !ofRunner.test(name));
  const path = [dirname(process.execPath), process.env["PATH"]].join(delimiter);
  return { cwd, env: { ...Object.fromEntries(kept), PATH: path, ...more } };
}

/** @throws when it fails, with what it wrote */
function run(command: string, args: readonly string[], place: Place): string {
  const { error, status, stdout, stderr } = spawnSync(command, args, { ...place, encoding: "utf8" });
  if (error !== undefined) throw error;
  if (status !== 0) throw new Error(`${command} ${args.join(" ")} ended with ${status}\n${stdout}\n${stderr}`);
  return stdout;
}

async function runBeside(command: string, args: readonly string[], place: Place): Promise<string> {
  const child = spawn(command, args, { ...place, stdio: ["ignore", "pipe", "pipe"] });
  const closed = once(child, "close") as Promise<[number | null]>;
  const [stdout, stderr, [status]] = await Promise.all([text(child.stdout), text(child.stderr), closed]);
  if (status !== 0) throw new Error(`${command} ${args.join(" ")} ended with ${status}\n${stdout}\n${stderr}`);
  return stdout;
}

interface Tarball {
  readonly name: string;
  readonly tarball: string;
}

function pack(packageFolder: string, destination: string): Tarball {
  const args = ["--yes", packageManager, "pack", "--json", "--pack-destination", destination];
  const { filename } = JSON.parse(run("npx", args, { cwd: packageFolder })) as { filename: string };
  const { name } = readJson<Manifest>(join(packageFolder, "package.json"));
  return { name, tarball: filename };
}

/** Where each package comes from, by name. */
type Places = Readonly<Record<string, string>>;

interface Dependencies {
  readonly project: Places;
  /** Of the packages that are installed. */
  readonly overrides: Places;
}

function dependenciesOf(folder: string, { name, tarball, links }: Tarball & { links: Links }): Dependencies {
  const { project = [], dependencies, beside } = links;
  const other = beside && pack(beside.folder, dirname(tarball));
  const places: Places = other === undefined ? {} : { [other.name]: `file:${other.tarball}` };
  return {
    project: { [name]: `file:${tarball}`, ...places, ...linksTo(folder, project) },
    overrides: {
      ...linksTo(folder, dependencies),
      ...places,
      ...(beside && linksTo(beside.folder, beside.dependencies)),
    },
  };
}

function linksTo(folder: string, names: readonly string[]): Places {
  return Object.fromEntries(names.map((name) => [name, `link:${join(folder, "node_modules", name)}`]));
}

function install(folder: string, { project, overrides }: Dependencies): void {
  const manifest = { name: "consumer", private: true, type: "module", dependencies: project };
  writeFileSync(join(folder, "package.json"), JSON.stringify(manifest));
  // JSON is YAML.
  writeFileSync(join(folder, "pnpm-workspace.yaml"), JSON.stringify({ packages: ["."], overrides }));
  run("npx", ["--yes", packageManager, "install", "--offline", "--no-frozen-lockfile"], { cwd: folder });
}

function compile(folder: string): void {
  const typescript = join(folder, "node_modules/typescript");
  const { bin } = readJson<{ bin: { tsc: string } }>(join(typescript, "package.json"));
  run(process.execPath, [join(typescript, bin.tsc)], { cwd: folder });
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
  const { analysis, problems = {} } = JSON.parse(run(process.execPath, args, { cwd })) as Report;
  const found = Object.values(problems).flat();
  return {
    entries: Object.keys(analysis.entrypoints),
    problems: found.filter(({ resolutionKind = "any" }) => !["node10", "node16-cjs"].includes(resolutionKind)),
  };
}

function readJson<Shape>(file: string): Shape {
  return JSON.parse(readFileSync(file, "utf8")) as Shape;
}
