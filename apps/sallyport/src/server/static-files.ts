import { promisify } from "node:util";
import { gzip } from "node:zlib";
import type { Request, Response } from "express";

/** A file for browsers. */
export interface StaticFile {
  readonly type: string;
  readonly plain: Buffer;
  /** Made when a browser first asks for it. */
  zipped(): Promise<Buffer>;
}

/** What a browser may load, by path below the listener: `/index.html`. */
export type StaticFiles = ReadonlyMap<string, StaticFile>;

/** Their names change with their contents. */
export const forever = "public, max-age=31536000, immutable";

const types: Readonly<Record<string, string>> = {
  css: "text/css; charset=utf-8",
  html: "text/html; charset=utf-8",
  js: "text/javascript; charset=utf-8",
  png: "image/png",
  svg: "image/svg+xml",
};

const compress = promisify(gzip);

/** Everything of a build that a browser loads. */
export function toStaticFiles(built: ReadonlyMap<string, Buffer>): StaticFiles {
  const served = [...built].filter(([name]) => typeOf(name) !== undefined);
  return new Map(served.map(([name, plain]) => [`/${name}`, toStaticFile(name, plain)]));
}

/** The contents of a file under its name: `assets/index-1a2b3c4d.js`. */
function toStaticFile(name: string, plain: Buffer): StaticFile {
  let zipped: Promise<Buffer> | undefined;
  return { type: typeOf(name) ?? "application/octet-stream", plain, zipped: () => (zipped ??= compress(plain)) };
}

function typeOf(name: string): string | undefined {
  return types[name.slice(name.lastIndexOf(".") + 1)];
}

/** Answers with the file, compressed for who takes that. */
export async function sendFile(request: Request, response: Response, file: StaticFile): Promise<void> {
  response.setHeader("Content-Type", file.type);
  response.setHeader("Vary", "Accept, Accept-Encoding");
  if (request.acceptsEncodings("gzip") === false) {
    response.end(file.plain);
    return;
  }
  response.setHeader("Content-Encoding", "gzip");
  response.end(await file.zipped());
}
