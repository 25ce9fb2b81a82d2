import { randomUUID } from "node:crypto";
import { link, readFile, stat, unlink, writeFile } from "node:fs/promises";
import { Failure, hasCode } from "../terminal/failure.ts";

/** A secret in a file that only its owner may read. */
export interface PrivateFile {
  path: string;
  /** For messages: `the master key`. */
  what: string;
  /** Begins the codes of its failures. */
  code: string;
}

/** @returns undefined when there is no such file @throws Failure when others could read it */
export async function readPrivateFile({ path, what, code }: PrivateFile): Promise<string | undefined> {
  try {
    const { mode } = await stat(path);
    const othersMask = 0o077;
    if (process.platform !== "win32" && (mode & othersMask) !== 0) {
      throw new Failure(`${code}_exposed`, `others can read ${what}: run chmod 600 ${path}`);
    }
    return (await readFile(path, "utf8")).trim();
  } catch (error) {
    if (hasCode(error, "ENOENT")) return undefined;
    throw error;
  }
}

/**
 * Makes the file whole or not at all, unless it is there.
 * @returns what is in it: of two processes both get the text of the first
 */
export async function makePrivateFile(file: PrivateFile, text: string): Promise<string | undefined> {
  const { path, what, code } = file;
  const draft = `${path}.${randomUUID()}`;
  const ownerOnly = 0o600;
  try {
    await writeFile(draft, `${text}\n`, { flag: "wx", mode: ownerOnly, flush: true });
    await link(draft, path);
  } catch (error) {
    if (!hasCode(error, "EEXIST"))
      throw new Failure(`${code}_unwritable`, `cannot write ${what} ${path}`, { cause: error });
  } finally {
    await unlink(draft).catch(() => undefined);
  }
  return await readPrivateFile(file);
}
