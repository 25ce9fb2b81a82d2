import { type ImageFormat, type ImageSize, larger, type StatedImage, startsWith } from "./format.ts";

interface Chunk {
  type: string;
  data: Buffer;
}

/** WebP (RFC 9649): one frame, or a canvas with frames of their own sizes in it. */
export const webp: ImageFormat = {
  matches: (bytes) => startsWith(bytes, "RIFF") && bytes.toString("latin1", 8, 12) === "WEBP",
  read(bytes) {
    const chunks = [...chunksOf(bytes, 12)];
    const [first] = chunks;
    if (first?.type !== "VP8X") return first && readStill([first]);
    const canvas = { width: 1 + first.data.readUIntLE(4, 3), height: 1 + first.data.readUIntLE(7, 3) };
    const animation = chunks.find(({ type }) => type === "ANMF");
    const still = animation === undefined ? readStill(chunks) : readFrame(animation);
    return still && { ...still, size: larger(canvas, still.size) };
  },
};

/** The first frame of an animation (section 2.7.1.1): its own header of 16 bytes, then the chunks of a still image. */
function readFrame({ data }: Chunk): StatedImage | undefined {
  const stated = { width: 1 + data.readUIntLE(6, 3), height: 1 + data.readUIntLE(9, 3) };
  const still = readStill([...chunksOf(data, 16)]);
  return still && { ...still, size: larger(stated, still.size) };
}

/** The pixels of a still image, with their transparency where that is a chunk of its own, as a file without more. */
function readStill(chunks: readonly Chunk[]): StatedImage | undefined {
  const pixels = chunks.find(({ type }) => type === "VP8 " || type === "VP8L");
  if (pixels === undefined) return undefined;
  const size = sizeOf(pixels);
  const alpha = chunks.find(({ type }) => type === "ALPH");
  if (alpha === undefined || pixels.type === "VP8L") return { size, essential: toFile([pixels]) };
  return { size, essential: toFile([canvasOf(size), alpha, pixels]) };
}

function sizeOf({ type, data }: Chunk): ImageSize {
  if (type === "VP8 ") return { width: data.readUInt16LE(6) & 0x3fff, height: data.readUInt16LE(8) & 0x3fff };
  const bits = data.readUInt32LE(1);
  return { width: 1 + (bits & 0x3fff), height: 1 + ((bits >>> 14) & 0x3fff) };
}

/** Of a still image with transparency, and nothing else (section 2.7). */
function canvasOf({ width, height }: ImageSize): Chunk {
  const data = Buffer.alloc(10);
  data.writeUInt8(0x10, 0);
  data.writeUIntLE(Math.max(0, width - 1), 4, 3);
  data.writeUIntLE(Math.max(0, height - 1), 7, 3);
  return { type: "VP8X", data };
}

function* chunksOf(bytes: Buffer, start: number): Generator<Chunk> {
  let at = start;
  while (at + 8 <= bytes.length) {
    const length = bytes.readUInt32LE(at + 4);
    // The last one may be cut off: the codec says so.
    yield { type: bytes.toString("latin1", at, at + 4), data: bytes.subarray(at + 8, at + 8 + length) };
    // Chunks are padded to an even length (section 2.3).
    at += 8 + length + (length % 2);
  }
}

function toFile(chunks: readonly Chunk[]): Buffer {
  const body = chunks.flatMap(({ type, data }) => {
    const header = Buffer.alloc(8);
    header.write(type, "latin1");
    header.writeUInt32LE(data.length, 4);
    return [header, data, Buffer.alloc(data.length % 2)];
  });
  const head = Buffer.from("RIFF\0\0\0\0WEBP", "latin1");
  head.writeUInt32LE(4 + body.reduce((bytes, part) => bytes + part.length, 0), 4);
  return Buffer.concat([head, ...body]);
}
