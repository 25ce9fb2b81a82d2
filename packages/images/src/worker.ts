import { Worker } from "node:worker_threads";

/** What the worker is told at its start. */
interface Work {
  /** The codec's WebAssembly. */
  codec: Uint8Array;
  bytes: Uint8Array;
  /** The longest side of what comes out. */
  side: number;
}

/**
 * The worker's program, as text, because a bundle has no second file to start. The codec gets memory and
 * nothing else: of what it imports, all for browsers, each call ends the work. It decodes the first frame; the
 * pixels are laid on white before they are scaled, so that no colour of a transparent pixel bleeds in.
 */
const source = `
const { parentPort, workerData: { codec, bytes, side } } = require("node:worker_threads");
const program = new WebAssembly.Module(codec);
const imports = {};
for (const { module, name } of WebAssembly.Module.imports(program)) {
  const isNeeded = name === "__wbindgen_init_externref_table";
  (imports[module] ??= {})[name] = isNeeded ? () => {} : () => { throw new Error(name); };
}
const lanczos = 5;
const wasm = new WebAssembly.Instance(program, imports).exports;
wasm.__wbindgen_start();
const at = wasm.__wbindgen_malloc(bytes.length, 1) >>> 0;
new Uint8Array(wasm.memory.buffer, at, bytes.length).set(bytes);
const image = wasm.photonimage_new_from_byteslice(at, bytes.length);
const width = wasm.photonimage_get_width(image) >>> 0;
const height = wasm.photonimage_get_height(image) >>> 0;
const [start, length] = wasm.photonimage_get_raw_pixels(image);
const pixels = new Uint8Array(wasm.memory.buffer, start >>> 0, length);
for (let i = 0; i < length; i += 4) {
  const alpha = pixels[i + 3];
  if (alpha === 255) continue;
  const white = 255 * (255 - alpha);
  for (let j = i; j < i + 3; j++) pixels[j] = (pixels[j] * alpha + white + 127) / 255;
  pixels[i + 3] = 255;
}
const opaque = wasm.photonimage_new(start, length, width, height);
const scale = side / Math.max(width, height);
const size = { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
const scaled = wasm.resize(opaque, size.width, size.height, lanczos);
const [first, count] = wasm.photonimage_get_raw_pixels(scaled);
parentPort.postMessage({ ...size, pixels: new Uint8Array(wasm.memory.buffer, first >>> 0, count).slice() });
`;

export function startWorker(work: Work): Worker {
  return new Worker(source, {
    eval: true,
    name: "sallyport-image",
    workerData: work,
    env: {},
    execArgv: [],
    // What is wrong with a stranger's image is no news for our log.
    stdout: true,
    stderr: true,
    resourceLimits: { maxOldGenerationSizeMb: 32, maxYoungGenerationSizeMb: 8 },
  });
}
