import { registerHooks } from "node:module";

const folder = "/node_modules/drizzle-orm/";

/**
 * Spares the start-up of SQLite 0.6 s of work and 130 MB: for each of drizzle-orm's hundred modules Node would
 * parse the package.json anew, which has 175 KB, only to learn that `.js` means an ES module there. Of no
 * consequence in a bundle.
 */
export function speedUpImports(): void {
  registerHooks({
    resolve(specifier, context, next) {
      const { parentURL } = context;
      if (parentURL?.includes(folder) !== true || !specifier.startsWith(".")) return next(specifier, context);
      return { url: new URL(specifier, parentURL).href, format: "module", shortCircuit: true };
    },
  });
}
