import { Script } from "node:vm";

/** What makes a CommonJS chunk a program that evaluates to a function. */
export function wrapChunk(code) {
  return `(function (exports, require, module, __filename) {${code}\n})`;
}

/**
 * Runs a program of several CommonJS chunks, each when it is first asked for.
 * `read` gives the wrapped source of a chunk and, where there is one, the code that V8 made of it before;
 * `getBuiltin` gives a module of Node, or undefined for what is none.
 * @returns the chunks that run, by name; more come as the program goes on
 */
export function runChunks(entry, { read, getBuiltin }) {
  const running = new Map();
  const load = (name) => {
    const known = running.get(name);
    if (known !== undefined) return known.module.exports;
    const { source, cachedData } = read(name);
    const script = new Script(source, { filename: name, cachedData });
    const module = { exports: {} };
    running.set(name, { source, script, module });
    script.runInThisContext()(module.exports, require, module, process.execPath);
    return module.exports;
  };
  const require = (id) => {
    const found = id.startsWith("./") ? load(id.slice(2)) : getBuiltin(id);
    // By the code packages know that what they would take if it were there is not.
    if (found === undefined) throw Object.assign(new Error(`there is no module ${id}`), { code: "MODULE_NOT_FOUND" });
    return found;
  };
  load(entry);
  return running;
}
