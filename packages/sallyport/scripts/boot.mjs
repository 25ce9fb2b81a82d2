import { getRawAsset } from "node:sea";
import { runChunks } from "./chunks.mjs";

// The beginning of the single executable, which has the chunks of the program among its assets. To make V8's code of
// them anew at each start, or to load all of them, would take a fifth of the time until a server is ready.

runChunks("main.js", {
  read: (name) => ({
    source: Buffer.from(getRawAsset(`code/${name}`)).latin1Slice(),
    cachedData: Buffer.from(getRawAsset(`code/${name}.cache`)),
  }),
  getBuiltin: (id) => process.getBuiltinModule(id),
});
