import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import type { Worker } from "node:worker_threads";
import { z } from "zod";
import { encodePng } from "./png.ts";
import { readImage } from "./formats/formats.ts";
import { createTurns } from "./turns.ts";
import { limitMemory } from "./wasm-memory.ts";
import { startWorker } from "./worker.ts";

export interface RedrawerOptions {
  /** Images that state more are not decoded. */
  maxPixels?: number;
  /** What the codec may use of memory, whatever the file makes it unpack. */
  maxCodecBytes?: number;
  /** For each image, its wait for a turn not included. */
  deadlineMs?: number;
  /** Images at one time, and how many more may wait. */
  atOnce?: number;
  waiting?: number;
  /** The codec's file, for a bundle in which it cannot be found. */
  codec?: () => Promise<Uint8Array>;
  /** Runs `run` after `ms`, unless what it returns is called before. */
  after?: (ms: number, run: () => void) => () => void;
}

/** `reason` is for logs. */
export type Redrawn = { kind: "redrawn"; png: Uint8Array } | { kind: "failed"; reason: RedrawFailure };

/** `unknown_format`: nothing that we draw, or broken from the start. `undecodable`: broken further on. */
type RedrawFailure = "unknown_format" | "too_many_pixels" | "undecodable" | "too_slow" | "busy" | "closed";

export interface Redrawer {
  /** Draws the image anew: a square PNG of `side` pixels, the image as large as it fits on white. */
  redraw(bytes: Uint8Array, side: number): Promise<Redrawn>;
  /** Ends what is under way. */
  close(): Promise<void>;
}

type Settings = Required<RedrawerOptions>;

const defaults: Settings = {
  maxPixels: 4_000_000,
  maxCodecBytes: 160 * 1024 * 1024,
  deadlineMs: 5_000,
  atOnce: 1,
  waiting: 16,
  codec() {
    // Not at the top: in a bundle there is nothing to require from.
    const require = createRequire(import.meta.url);
    return readFile(require.resolve("@cf-wasm/photon/photon.wasm"));
  },
  after(ms, run) {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
};

/**
 * Draws images that strangers made. Each is decoded by WebAssembly in a worker of its own, which has no other
 * work, no secrets, a limited time and a limited memory; it gets the first frame and nothing else of the file. Only
 * pixels come back, and the PNG around them is made here. Metadata, profiles, further frames and a page of HTML
 * never reach the codec.
 */
export function createRedrawer(options: RedrawerOptions = {}): Redrawer {
  const settings: Settings = { ...defaults, ...options };
  const turns = createTurns(settings);
  const workers = new Set<Worker>();
  let isClosed = false;

  async function decode(bytes: Uint8Array, side: number): Promise<Pixels | RedrawFailure> {
    const codec = limitMemory(await settings.codec(), settings.maxCodecBytes);
    if (isClosed) return "closed";
    const worker = startWorker({ codec, bytes, side });
    workers.add(worker);
    let ending: RedrawFailure = "undecodable";
    const stop = settings.after(settings.deadlineMs, () => {
      ending = "too_slow";
      void worker.terminate();
    });
    try {
      return toPixels(await firstWord(worker), side);
    } catch {
      return isClosed ? "closed" : ending;
    } finally {
      stop();
      workers.delete(worker);
      await worker.terminate();
    }
  }

  return {
    async redraw(bytes, side) {
      const image = readImage(bytes);
      if (image === undefined) return failed("unknown_format");
      const { size, essential } = image;
      if (size.width * size.height > settings.maxPixels) return failed("too_many_pixels");
      const result = await turns.run(() => decode(essential, side));
      return typeof result === "string" ? failed(result) : { kind: "redrawn", png: frame(result, side) };
    },
    async close() {
      isClosed = true;
      await Promise.all([...workers].map((worker) => worker.terminate()));
    },
  };
}

/** Rejects when the worker ends without one. */
async function firstWord(worker: Worker): Promise<unknown> {
  const gone = once(worker, "exit").then(() => {
    throw new Error("the worker ended");
  });
  const words: unknown[] = await Promise.race([once(worker, "message"), gone]);
  return words[0];
}

/** Red, green, blue and an alpha that is full everywhere. */
interface Pixels {
  width: number;
  height: number;
  pixels: Uint8Array;
}

function toPixels(word: unknown, side: number): Pixels {
  const length = z.int().min(1).max(side);
  const schema = z
    .object({ width: length, height: length, pixels: z.instanceof(Uint8Array) })
    .refine(({ width, height, pixels }) => pixels.length === width * height * 4);
  return schema.parse(word);
}

/** Lays the pixels on the middle of a white square. */
function frame({ width, height, pixels }: Pixels, side: number): Uint8Array {
  const square = new Uint8Array(side * side * 3).fill(255);
  const left = Math.floor((side - width) / 2);
  const top = Math.floor((side - height) / 2);
  for (let index = 0; index < width * height; index += 1) {
    const row = top + Math.floor(index / width);
    const at = (row * side + left + (index % width)) * 3;
    square.set(pixels.subarray(index * 4, index * 4 + 3), at);
  }
  return encodePng(square, { width: side, height: side });
}

function failed(reason: RedrawFailure): Redrawn {
  return { kind: "failed", reason };
}
