import { promisify } from "node:util";
import { gzip } from "node:zlib";

/** One file of the built console. */
export interface ConsoleFile {
  readonly type: string;
  readonly plain: Buffer;
  /** Made when a browser first asks for it. */
  zipped(): Promise<Buffer>;
}

/** The built console: what a browser may load, by path below the listener: `/index.html`. */
export type ConsoleFiles = ReadonlyMap<string, ConsoleFile>;

const types: Readonly<Record<string, string>> = {
  css: "text/css; charset=utf-8",
  html: "text/html; charset=utf-8",
  js: "text/javascript; charset=utf-8",
};

const compress = promisify(gzip);

/** Everything of the build that a browser loads. */
export function toConsoleFiles(built: ReadonlyMap<string, Buffer>): ConsoleFiles {
  const served = [...built].filter(([name]) => typeOf(name) !== undefined);
  return new Map(served.map(([name, plain]) => [`/${name}`, toConsoleFile(name, plain)]));
}

/** The contents of a file under its name: `assets/index-1a2b3c4d.js`. */
function toConsoleFile(name: string, plain: Buffer): ConsoleFile {
  let zipped: Promise<Buffer> | undefined;
  return { type: typeOf(name) ?? "application/octet-stream", plain, zipped: () => (zipped ??= compress(plain)) };
}

function typeOf(name: string): string | undefined {
  return types[name.slice(name.lastIndexOf(".") + 1)];
}
