import { globSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Script } from "node:vm";
import { runChunks } from "./chunks.mjs";

// node cache-code.mjs <folder of the chunks> <JSON file with the paths of the assets>
// Runs `sallyport dev` until it is ready, then stores beside each chunk what V8 has compiled of it: for those that
// ran, the functions that a start calls; of the others, what loads them.

const [folder, assetsFile] = process.argv.slice(2);
const paths = JSON.parse(readFileSync(assetsFile, "utf8"));

function getRawAsset(name) {
  const { buffer, byteOffset, byteLength } = readFileSync(paths[name]);
  return buffer.slice(byteOffset, byteOffset + byteLength);
}

/** `node:sea`, as it is inside of the executable. */
const sea = {
  isSea: () => true,
  getRawAsset,
  getAsset: (name, encoding) => (encoding === undefined ? getRawAsset(name) : readFileSync(paths[name], encoding)),
  getAssetKeys: () => Object.keys(paths),
};

const read = (name) => ({ source: readFileSync(join(folder, name), "latin1") });
const getBuiltin = (id) => (id === "node:sea" ? sea : process.getBuiltinModule(id));

process.argv.splice(1, Infinity, process.execPath, "dev", "--json", "--quiet", "--port", "0");
process.stdout.write = (line) => {
  delete process.stdout.write;
  if (JSON.parse(line).error !== undefined) process.exit(1);
  // When the line is out: what prints it is kept as well.
  setImmediate(cacheAndExit);
  return true;
};
const running = runChunks("main.js", { read, getBuiltin });

function cacheAndExit() {
  for (const file of globSync("*.js", { cwd: folder })) {
    const { source, script } = running.get(file) ?? compile(file);
    const cachedData = script.createCachedData();
    if (new Script(source, { filename: file, cachedData }).cachedDataRejected) throw new Error(`${file} has no cache`);
    writeFileSync(join(folder, `${file}.cache`), cachedData);
  }
  process.exit();
}

function compile(file) {
  const { source } = read(file);
  return { source, script: new Script(source, { filename: file }) };
}
