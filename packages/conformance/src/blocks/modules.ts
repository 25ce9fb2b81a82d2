import { rmSync } from "node:fs";
import { join } from "node:path";
import { compile } from "./compile.ts";
import type { Place } from "./place.ts";

/** Code of a page that waits to be compiled together, as its files import each other. */
export interface Modules {
  /** Before the file changes what waits is compiled. */
  write(file: string, text: string): Promise<void>;
  /** Code that the page has under no name: beside its files, until it is compiled. */
  add(line: number, language: string, text: string): void;
  /** @throws Error when it does not compile */
  compile(): Promise<void>;
}

export function openModules(place: Place): Modules {
  const waiting = new Set<string>();
  const nameless = new Set<string>();
  const modules: Modules = {
    async write(file, text) {
      if (waiting.has(file)) await modules.compile();
      place.write(file, text);
      if (/\.tsx?$/.test(file)) waiting.add(file);
    },
    add(line, language, text) {
      const file = `line-${line}.${language}`;
      place.write(file, text);
      nameless.add(file);
    },
    async compile() {
      const files = [...waiting, ...nameless];
      if (files.length === 0) return;
      await compile(place.folder, files);
      for (const file of nameless) rmSync(join(place.folder, file));
      waiting.clear();
      nameless.clear();
    },
  };
  return modules;
}
