import { constants, deflateRawSync } from "node:zlib";
import { chunk, gif, jpeg, blue, losslessWebp, png } from "./samples.ts";

// Files that state little outside and unpack to much inside.

/** A zlib stream of `megabytes` of zeros, of about a thousandth of that. */
function zeros(megabytes: number): Buffer {
  const megabyte = deflateRawSync(Buffer.alloc(1024 * 1024), { level: 9, finishFlush: constants.Z_SYNC_FLUSH });
  const checksum = Buffer.alloc(4);
  // Adler-32 of zeros (RFC 1950 section 8.2).
  checksum.writeUInt32BE((((megabytes * 1024 * 1024) % 65_521) * 65_536 + 1) % 2 ** 32);
  const blocks = Array.from({ length: megabytes }, () => megabyte);
  return Buffer.concat([Buffer.from([0x78, 0xda]), ...blocks, Buffer.from([0x03, 0x00]), checksum]);
}

function riffChunk(type: string, data: Buffer): Buffer {
  const header = Buffer.alloc(8);
  header.write(type, "latin1");
  header.writeUInt32LE(data.length, 4);
  return Buffer.concat([header, data, Buffer.alloc(data.length % 2)]);
}

function riff(...chunks: readonly Buffer[]): Buffer {
  const body = Buffer.concat([Buffer.from("WEBP"), ...chunks]);
  const header = Buffer.from("RIFF\0\0\0\0", "latin1");
  header.writeUInt32LE(body.length, 4);
  return Buffer.concat([header, body]);
}

/** An extended WebP with a canvas of that size and what `chunks` are. */
export function extendedWebp(width: number, height: number, ...chunks: readonly Buffer[]): Buffer {
  const data = Buffer.alloc(10);
  data.writeUIntLE(width - 1, 4, 3);
  data.writeUIntLE(height - 1, 7, 3);
  return riff(riffChunk("VP8X", data), ...chunks);
}

/** The one frame of `losslessWebp`, whose header says another size. */
export function losslessFrame(width: number, height: number): Buffer {
  const data = Buffer.from(losslessWebp.subarray(20));
  data.writeUInt32LE((width - 1) | ((height - 1) << 14), 1);
  return riffChunk("VP8L", data);
}

/** A frame of an animation that says 1 by 1 around `frame`. */
export function animationFrame(frame: Buffer): Buffer {
  return riffChunk("ANMF", Buffer.concat([Buffer.alloc(16), frame]));
}

/** The sample with its frame header once more, for 65535 by 65535 pixels, after its pixels. */
export function jpegWithSecondFrame(): Buffer {
  const end = jpeg.length - 2;
  const frame = Buffer.from("\xff\xc0\x00\x0b\x08\xff\xff\xff\xff\x01\x01\x11\x00", "latin1");
  return Buffer.concat([jpeg.subarray(0, end), frame, jpeg.subarray(end)]);
}

const profile = Buffer.concat([Buffer.from("icc\0\0", "latin1"), zeros(480)]);
const text = Buffer.concat([Buffer.from("Comment\0\0", "latin1"), zeros(480)]);
const international = Buffer.concat([Buffer.from("Comment\0\x01\0\0\0", "latin1"), zeros(480)]);
const frameControl = Buffer.from("\0\0\0\0\0\0\x40\0\0\0\x40\0\0\0\0\0\0\0\0\0\0\x01\0\x01\0\0", "latin1");
const animation = Buffer.from("\0\0\0\x01\0\0\0\0", "latin1");
const frameData = Buffer.concat([Buffer.alloc(4), zeros(480)]);

/** By what is large in each. */
export const bombs: Readonly<Record<string, () => Buffer>> = {
  "PNG, colour profile": () => png({ width: 1, height: 1, before: [chunk("iCCP", profile)] }),
  "PNG, text": () => png({ width: 1, height: 1, before: [chunk("zTXt", text)] }),
  "PNG, international text": () => png({ width: 1, height: 1, after: [chunk("iTXt", international)] }),
  "PNG, animation frame": () =>
    png({
      width: 1,
      height: 1,
      before: [chunk("acTL", animation), chunk("fcTL", frameControl)],
      after: [chunk("fdAT", frameData)],
    }),
  "PNG, pixels": () => png({ width: 1, height: 1, before: [chunk("IDAT", zeros(480))] }),
  "GIF, second frame": () => {
    const small = gif([blue, blue], { width: 2, height: 2 });
    const second = small.lastIndexOf(0x2c);
    small.writeUInt16LE(65_535, second + 5);
    small.writeUInt16LE(65_535, second + 7);
    return small;
  },
  "JPEG, second frame": jpegWithSecondFrame,
  "WebP, frame": () => extendedWebp(1, 1, losslessFrame(16_384, 16_384)),
  "WebP, frame of an animation": () => extendedWebp(1, 1, animationFrame(losslessFrame(16_384, 16_384))),
};
