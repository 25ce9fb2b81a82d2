import { existsSync, globSync, mkdirSync, readFileSync, symlinkSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { z } from "zod";

const manifest = z.object({ name: z.string(), private: z.boolean().optional() });

/**
 * Lets code in and below a folder import what readers can install: the packages that are handed out, and what the
 * packages of the workspace depend on.
 */
export function linkPackages(folder: string): void {
  const modules = join(folder, "node_modules");
  for (const one of globSync("packages/*/package.json")) {
    const { name, private: isPrivate } = manifest.parse(JSON.parse(readFileSync(one, "utf8")));
    if (isPrivate !== true) link(dirname(one), join(modules, name));
  }
  for (const one of globSync("{packages,apps}/*/node_modules/{[^@.]*,@*/*}")) {
    const name = one.replace(/^.*\/node_modules\//, "");
    if (!name.startsWith("@sallyport/")) link(one, join(modules, name));
  }
}

function link(from: string, to: string): void {
  if (existsSync(to)) return;
  mkdirSync(dirname(to), { recursive: true });
  symlinkSync(resolve(from), to);
}
