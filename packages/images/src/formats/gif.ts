import { type ImageFormat, larger, startsWith } from "./format.ts";

const extension = 0x21;
const graphicControl = 0xf9;
const imageDescriptor = 0x2c;
const trailer = Buffer.of(0x3b);

/** GIF (GIF89a sections 18 to 23): the canvas and the first frame, with the control block in front of it. */
export const gif: ImageFormat = {
  matches: (bytes) => startsWith(bytes, "GIF87a") || startsWith(bytes, "GIF89a"),
  read(bytes) {
    const canvas = { width: bytes.readUInt16LE(6), height: bytes.readUInt16LE(8) };
    let at = 13 + colorTableBytes(bytes.readUInt8(10));
    const kept = [bytes.subarray(0, at)];
    while (bytes.readUInt8(at) === extension) {
      const end = endOfBlocks(bytes, at + 2);
      if (bytes.readUInt8(at + 1) === graphicControl) kept.push(bytes.subarray(at, end));
      at = end;
    }
    if (bytes.readUInt8(at) !== imageDescriptor) return undefined;
    const frame = { width: bytes.readUInt16LE(at + 5), height: bytes.readUInt16LE(at + 7) };
    const data = at + 10 + colorTableBytes(bytes.readUInt8(at + 9)) + 1;
    kept.push(bytes.subarray(at, endOfData(bytes, data)), trailer);
    return { size: larger(canvas, frame), essential: Buffer.concat(kept) };
  },
};

function colorTableBytes(flags: number): number {
  return (flags & 0x80) === 0 ? 0 : 3 * 2 ** ((flags & 7) + 1);
}

/** Blocks, each with its length in front, up to one of length 0. */
function endOfBlocks(bytes: Buffer, start: number): number {
  let at = start;
  while (bytes.readUInt8(at) !== 0) at += 1 + bytes.readUInt8(at);
  return at + 1;
}

/** The data of a frame may be cut off: the codec says so. */
function endOfData(bytes: Buffer, start: number): number {
  let at = start;
  while (at < bytes.length && bytes[at] !== 0) at += 1 + (bytes[at] ?? 0);
  return Math.min(at + 1, bytes.length);
}
