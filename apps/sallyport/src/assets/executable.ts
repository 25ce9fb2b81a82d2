import { getAsset, getAssetKeys, getRawAsset } from "node:sea";
import { promisify } from "node:util";
import { Worker } from "node:worker_threads";
import { brotliDecompress } from "node:zlib";
import { z } from "zod";
import { type Addon, loadAddon } from "./addon.ts";
import type { Argon2, Assets, Bcrypt } from "./assets.ts";

const consolePrefix = "console/";
let argon2: Argon2 | undefined;
let bcrypt: Bcrypt | undefined;
/** Once only: a second copy of SQLite in one process breaks the locks of the first. */
let sqlite: Addon | undefined;

/** For the single executable, which has everything inside. */
export const assets: Assets = {
  readCommit: () => getAsset("commit", "utf8") || undefined,
  async loadArgon2() {
    // The addon's own functions; for our calls its package adds nothing but the search for it.
    argon2 ??= loadAddon("argon2", getRawAsset("argon2.node")).exports as Argon2;
    return argon2;
  },
  async loadBcrypt() {
    bcrypt ??= loadAddon("bcrypt", getRawAsset("bcrypt.node")).exports as Bcrypt;
    return bcrypt;
  },
  openSqlite() {
    const { exports, path } = (sqlite ??= loadAddon("sqlite", getRawAsset("sqlite.node")));
    return {
      nativeBinding: exports,
      startCheckpointWorker: ({ file }) =>
        new Worker(getAsset("checkpoint-worker.js", "utf8"), {
          eval: true,
          name: "sallyport-checkpoint",
          workerData: { file, nativeBinding: path },
          execArgv: [],
        }),
    };
  },
  drawing: { codec: async () => new Uint8Array(getAsset("photon.wasm")) },
  async readDocs() {
    const packed = await promisify(brotliDecompress)(Buffer.from(getRawAsset("docs.json.br")));
    const texts = z.record(z.string(), z.string()).parse(JSON.parse(packed.toString()));
    return new Map(Object.entries(texts).map(([name, text]) => [name, Buffer.from(text, "latin1")]));
  },
  async readConsole() {
    const keys = getAssetKeys().filter((key) => key.startsWith(consolePrefix));
    return new Map(keys.map((key) => [key.slice(consolePrefix.length), Buffer.from(getRawAsset(key))]));
  },
};
