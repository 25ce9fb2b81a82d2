import { mkdtempSync, openSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Failure } from "../terminal/failure.ts";

export interface Addon {
  exports: object;
  /** The path by which other threads load the very same file. */
  path: string;
}

/**
 * Loads an addon that is no file: it is one for a moment, in a fresh folder that nobody else can enter, because an
 * addon can be loaded from a file only.
 * @throws Failure when no folder will do: none can be written, or none may hold programs
 */
export function loadAddon(name: string, bytes: ArrayBuffer): Addon {
  const places = [tmpdir(), process.env["XDG_RUNTIME_DIR"], process.cwd()].filter((place) => place !== undefined);
  const reasons: string[] = [];
  for (const place of places) {
    try {
      return loadFrom(place, name, bytes);
    } catch (error) {
      reasons.push(error instanceof Error ? error.message : String(error));
    }
  }
  const message = `nothing can be loaded from ${places.join(", ")}; set TMPDIR to a folder that may hold programs`;
  throw new Failure("addon_unloadable", message, { cause: reasons.join("; ") });
}

function loadFrom(place: string, name: string, bytes: ArrayBuffer): Addon {
  const folder = mkdtempSync(join(place, "sallyport-"));
  const remove = (): void => rmSync(folder, { recursive: true, force: true });
  const file = join(folder, `${name}.node`);
  const loaded = { exports: {} };
  try {
    writeFileSync(file, new Uint8Array(bytes), { flag: "wx", mode: 0o500 });
    process.dlopen(loaded, file);
  } catch (error) {
    remove();
    throw error;
  }
  if (process.platform !== "linux") {
    // A file that is in use cannot always be removed, or be found again without its name.
    process.once("exit", remove);
    return { exports: loaded.exports, path: file };
  }
  // Open, it keeps a name even without one in the folder: it is the same file, so threads share what is loaded.
  const descriptor = openSync(file, "r");
  remove();
  return { exports: loaded.exports, path: `/proc/self/fd/${descriptor}` };
}
