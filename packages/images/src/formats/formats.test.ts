import { describe, expect, it } from "vitest";
import { animationFrame, extendedWebp, jpegWithSecondFrame, losslessFrame } from "../../test/bombs.ts";
import { blue, gif, jpeg, losslessWebp, lossyWebp, png } from "../../test/samples.ts";
import { readImage } from "./formats.ts";

/** The same JPEG with `segment` before its frame header. */
function jpegWith(segment: Buffer): Buffer {
  return Buffer.concat([jpeg.subarray(0, 2), segment, jpeg.subarray(2)]);
}

const sizeOf = (bytes: Buffer) => readImage(bytes)?.size;

describe("readImage", () => {
  it.each([
    ["a PNG", png({ width: 24, height: 16 })],
    ["a GIF", gif([blue])],
    ["a JPEG", jpeg],
    ["a JPEG with a comment and fill bytes", jpegWith(Buffer.from("\xff\xfe\x00\x04hi\xff\xff", "latin1"))],
    ["a lossy WebP", lossyWebp],
    ["a lossless WebP", losslessWebp],
    ["an extended WebP", extendedWebp(24, 16, losslessFrame(2, 2))],
    ["an animated WebP", extendedWebp(2, 2, animationFrame(losslessFrame(24, 16)))],
  ])("reads %s", (_name, bytes) => {
    expect(sizeOf(bytes)).toEqual({ width: 24, height: 16 });
  });

  it("[attack:A160] believes the largest that is stated", () => {
    const claims = { width: 2 ** 31 - 1, height: 2 ** 31 - 1 };
    expect(sizeOf(png({ claims }))).toEqual(claims);
    expect(sizeOf(gif([blue], { width: 40, height: 2 }, { width: 2, height: 60 }))).toEqual({
      width: 40,
      height: 60,
    });
    expect(sizeOf(extendedWebp(2 ** 24, 2 ** 24, losslessFrame(1, 1)))).toEqual({ width: 2 ** 24, height: 2 ** 24 });
    const inside = { width: 16_384, height: 16_384 };
    expect(sizeOf(extendedWebp(1, 1, losslessFrame(16_384, 16_384)))).toEqual(inside);
    expect(sizeOf(extendedWebp(1, 1, animationFrame(losslessFrame(16_384, 16_384))))).toEqual(inside);
  });

  it.each([
    ["nothing", Buffer.alloc(0)],
    ["SVG", Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>')],
    ["HTML", Buffer.from("<!doctype html><script>alert(1)</script>")],
    ["HTML that begins like a GIF", Buffer.from("GIF89a/*<script>alert(1)</script>*/=1;")],
    ["BMP", Buffer.from("BM\0\0\0\0", "latin1")],
    ["TIFF", Buffer.from("II*\0\0\0\0\0", "latin1")],
    ["ICO", Buffer.from("\0\0\x01\0\x01\0", "latin1")],
    ["a RIFF that is no WebP", Buffer.from("RIFF\0\0\0\0WAVEfmt ", "latin1")],
    ["a WebP of another kind", Buffer.from("RIFF\0\0\0\0WEBPVP9 \0\0\0\0", "latin1")],
    ["a JPEG with two frame headers", jpegWith(Buffer.from("\xff\xc0\x00\x08\x08\x00\x01\x00\x01\x01", "latin1"))],
    ["a JPEG with a second frame header behind its pixels", jpegWithSecondFrame()],
    ["an extended WebP without a frame", extendedWebp(24, 16)],
    ["a PNG of no width", png({ claims: { width: 0, height: 4 } })],
    ["a PNG that does not begin with its header", Buffer.from("\x89PNG\r\n\x1a\n\0\0\0\0IDAT", "latin1")],
  ])("[attack:A160] does not read %s", (_name, bytes) => {
    expect(sizeOf(bytes)).toBeUndefined();
  });

  it("[attack:A160] does not read what ends within its header", () => {
    for (const [bytes, header] of [
      [png(), 24],
      [gif([blue]), 40],
      [jpeg, 100],
      [lossyWebp, 30],
      [losslessWebp, 25],
      [extendedWebp(24, 16, losslessFrame(24, 16)), 43],
    ] as const) {
      for (let length = 0; length < header; length += 1) {
        expect(sizeOf(bytes.subarray(0, length))).toBeUndefined();
      }
    }
  });
});
