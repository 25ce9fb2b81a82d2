import { afterAll, describe, expect, it } from "vitest";
import { createRedrawer, type Redrawn } from "../src/index.ts";
import {
  blue,
  chunk,
  type Color,
  gif,
  jpeg,
  losslessWebp,
  lossyWebp,
  png,
  type ReadPng,
  readPng,
  red,
} from "./samples.ts";

const side = 128;
const redrawer = createRedrawer();
const white: Color = [255, 255, 255];

afterAll(() => redrawer.close());

/** What came out, read; of our making in every case. */
function readClean(redrawn: Redrawn): ReadPng {
  if (redrawn.kind === "failed") throw new Error(redrawn.reason);
  const read = readPng(redrawn.png);
  const { chunks, rest, width, height } = read;
  expect({ chunks, rest, width, height }).toEqual({
    chunks: ["IHDR", "IDAT", "IEND"],
    rest: 0,
    width: side,
    height: side,
  });
  expect(redrawn.png.length).toBeLessThan(side * side * 3 + 1024);
  return read;
}

function expectColor(read: ReadPng, at: [x: number, y: number], color: Color): void {
  const distance = read.colorAt(...at).map((value, index) => Math.abs(value - (color[index] ?? 0)));
  expect(Math.max(...distance)).toBeLessThanOrEqual(3);
}

describe("an image", () => {
  it.each([
    ["PNG", png()],
    ["JPEG", jpeg],
    ["GIF", gif([blue])],
    ["lossy WebP", lossyWebp],
    ["lossless WebP", losslessWebp],
  ])("[mcp:C15] that is a %s becomes a square PNG with itself on the middle of white", async (_name, bytes) => {
    const read = readClean(await redrawer.redraw(bytes, side));
    expectColor(read, [64, 64], blue);
    expectColor(read, [0, 64], blue);
    expectColor(read, [127, 64], blue);
    expectColor(read, [64, 10], white);
    expectColor(read, [64, 117], white);
  });

  it("stands upright when it is higher than wide, and is one pixel wide at least", async () => {
    const upright = readClean(await redrawer.redraw(png({ width: 16, height: 24 }), side));
    expectColor(upright, [64, 0], blue);
    expectColor(upright, [10, 64], white);
    const line = readClean(await redrawer.redraw(png({ width: 1, height: 2000 }), side));
    expectColor(line, [63, 64], blue);
    expectColor(line, [70, 64], white);
  });

  it("lies on white where it is transparent", async () => {
    expectColor(readClean(await redrawer.redraw(png({ color: [0, 0, 0, 0] }), side)), [64, 64], white);
    const half = readClean(await redrawer.redraw(png({ color: [255, 0, 0, 128] }), side));
    expectColor(half, [64, 64], [255, 127, 127]);
  });

  it("[attack:A160] that moves is its first frame", async () => {
    const read = readClean(await redrawer.redraw(gif([red, blue]), side));
    expectColor(read, [64, 64], red);
    const control = Buffer.from("\0\0\0\x02\0\0\0\0", "latin1");
    const still = readClean(await redrawer.redraw(png({ before: [chunk("acTL", control)] }), side));
    expectColor(still, [64, 64], blue);
  });
});

describe("a hostile image", () => {
  const html = "<!doctype html><script>alert(1)</script>";

  it.each([
    ["text chunks", png({ before: [chunk("tEXt", Buffer.from(`Comment\0${html}`))] })],
    ["a text chunk of its own kind", png({ after: [chunk("htML", Buffer.from(html))] })],
    ["a page behind its end", png({ tail: html })],
    ["a page in a comment", Buffer.concat([jpeg.subarray(0, 2), comment(html), jpeg.subarray(2)])],
    ["a page behind a GIF", Buffer.concat([gif([blue]), Buffer.from(html)])],
    ["a page behind a WebP", Buffer.concat([lossyWebp, Buffer.from(html)])],
  ])("[attack:A160] leaves %s behind", async (_name, bytes) => {
    const redrawn = await redrawer.redraw(bytes, side);
    expectColor(readClean(redrawn), [64, 64], blue);
    if (redrawn.kind === "redrawn") expect(Buffer.from(redrawn.png).includes("script")).toBe(false);
  });

  it.each([
    ["unknown_format", Buffer.from(html)],
    ["unknown_format", Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>')],
    ["too_many_pixels", png({ claims: { width: 60_000, height: 60_000 } })],
    ["too_many_pixels", png({ claims: { width: 4_000_001, height: 1 } })],
    ["too_many_pixels", gif([blue], undefined, { width: 65_535, height: 65_535 })],
    ["undecodable", png({ claims: { width: 2000, height: 2000 } })],
    ["undecodable", png().subarray(0, 60)],
    ["undecodable", jpeg.subarray(0, 280)],
    ["undecodable", lossyWebp.subarray(0, 50)],
    ["undecodable", losslessWebp.subarray(0, 32)],
    ["undecodable", gif([blue]).subarray(0, 100)],
  ])("[attack:A160] is no logo: %s", async (reason, bytes) => {
    expect(await redrawer.redraw(bytes, side)).toEqual({ kind: "failed", reason });
  });

  it("[attack:A160] can be broken anywhere: nothing or a clean PNG comes out, and the next one is drawn", async () => {
    const samples = [png(), jpeg, gif([red, blue]), lossyWebp, losslessWebp];
    const seeds = Array.from({ length: 8 }, (_, index) => index);
    for (const sample of samples) {
      for (const seed of seeds) {
        const broken = Buffer.from(sample);
        const at = 12 + ((seed * 37) % (broken.length - 12));
        broken[at] = (broken[at] ?? 0) ^ (1 << seed);
        const redrawn = await redrawer.redraw(broken, side);
        if (redrawn.kind === "redrawn") readClean(redrawn);
      }
    }
    readClean(await redrawer.redraw(jpeg, side));
  }, 30_000);
});

describe("the redrawer", () => {
  it("[attack:A160] gives up an image that takes too long, and draws the next", async () => {
    let isSlow = true;
    const hurried = createRedrawer({
      after(_ms, run) {
        if (isSlow) run();
        return () => undefined;
      },
    });
    expect(await hurried.redraw(png(), side)).toEqual({ kind: "failed", reason: "too_slow" });
    isSlow = false;
    readClean(await hurried.redraw(png(), side));
    await hurried.close();
  });

  it("[attack:A160] gives up an image for which the codec would need more memory than it may use", async () => {
    const narrow = createRedrawer({ maxCodecBytes: 24 * 1024 * 1024 });
    const large = await narrow.redraw(png({ width: 2000, height: 2000 }), side);
    expect(large).toEqual({ kind: "failed", reason: "undecodable" });
    readClean(await narrow.redraw(png(), side));
    await narrow.close();
  });

  it("[attack:A160] refuses more images than it lets wait", async () => {
    const narrow = createRedrawer({ atOnce: 1, waiting: 2 });
    const all = await Promise.all(Array.from({ length: 5 }, () => narrow.redraw(png(), side)));
    expect(all.map((one) => (one.kind === "failed" ? one.reason : one.kind))).toEqual([
      "redrawn",
      "redrawn",
      "redrawn",
      "busy",
      "busy",
    ]);
    await narrow.close();
  });

  it("ends what is under way when it is closed", async () => {
    const closing = createRedrawer();
    const work = closing.redraw(png(), side);
    await closing.close();
    expect(await work).toEqual({ kind: "failed", reason: "closed" });
    expect(await closing.redraw(png(), side)).toEqual({ kind: "failed", reason: "closed" });
  });

  it("fails aloud when its codec is missing", async () => {
    await expect(
      createRedrawer({ codec: () => Promise.reject(new Error("gone")) }).redraw(png(), side),
    ).rejects.toThrow("gone");
  });
});

function comment(text: string): Buffer {
  const head = Buffer.from("\xff\xfe\0\0", "latin1");
  head.writeUInt16BE(text.length + 2, 2);
  return Buffer.concat([head, Buffer.from(text)]);
}
