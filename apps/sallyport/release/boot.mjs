import { getRawAsset } from "node:sea";
import { runChunks } from "./chunks.mjs";

// The beginning of the single executable, which has the chunks of the program among its assets, each with V8's code.

runChunks("main.js", {
  read: (name) => ({
    source: Buffer.from(getRawAsset(`code/${name}`)).latin1Slice(),
    cachedData: Buffer.from(getRawAsset(`code/${name}.cache`)),
  }),
  getBuiltin: (id) => process.getBuiltinModule(id),
});
