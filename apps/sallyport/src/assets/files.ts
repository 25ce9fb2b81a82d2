import { readdir, readFile } from "node:fs/promises";
import { extname } from "node:path";
import type { Assets } from "./assets.ts";

/** For code that lies in files: what is native is found by its package. */
export function createFileAssets(folders: { console: URL; docs: URL }): Omit<Assets, "readCommit"> {
  return {
    loadArgon2: () => import("@node-rs/argon2"),
    loadBcrypt: () => import("@node-rs/bcrypt"),
    openSqlite: () => ({}),
    drawing: {},
    readConsole: () => readFolder(folders.console),
    readDocs: () => readFolder(folders.docs),
  };
}

/** Every file of the folder, read at once, so that a later build does not mix with this one; empty without a folder. */
export async function readFolder(folder: URL): Promise<ReadonlyMap<string, Buffer>> {
  const names = await readdir(folder, { recursive: true }).catch(() => []);
  // A folder has no ending.
  const paths = names.map((name) => name.replaceAll("\\", "/")).filter((name) => extname(name) !== "");
  const read = async (path: string) => [path, await readFile(new URL(path, folder))] as const;
  return new Map(await Promise.all(paths.map(read)));
}
