import { crc32, deflateSync, inflateSync } from "node:zlib";

export type Color = readonly number[];

export const blue: Color = [0x20, 0x60, 0xc0];
export const red: Color = [0xff, 0, 0];

/** 24 by 16 pixels of `blue`, as a browser encodes them. */
export const jpeg = Buffer.from(
  "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAAMCAgMCAgMDAwMEAwMEBQgFBQQEBQoHBwYIDAoMDAsKCwsNDhIQDQ4RDgsLEBYQERMUFRUVDA8XGBYUGBIUFRT/2wBDAQMEBAUEBQkFBQkUDQsNFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBT/wAARCAAQABgDASIAAhEBAxEB/8QAFQABAQAAAAAAAAAAAAAAAAAAAAf/xAAUEAEAAAAAAAAAAAAAAAAAAAAA/8QAFgEBAQEAAAAAAAAAAAAAAAAAAAcI/8QAFBEBAAAAAAAAAAAAAAAAAAAAAP/aAAwDAQACEQMRAD8AigDTqKAAP//Z",
  "base64",
);
export const lossyWebp = Buffer.from(
  "UklGRkYAAABXRUJQVlA4IDoAAAAwAwCdASoYABAAPm0skUWkIqGYBABABsSgC7LoB+AACEUAAP7vKUf/PTNeYP8nP/xZyMR2XzzsgAAA",
  "base64",
);
export const losslessWebp = Buffer.from("UklGRh4AAABXRUJQVlA4TBEAAAAvF8ADAAdQsIIUuP+BiOh/AAA=", "base64");

const signature = Buffer.from("\x89PNG\r\n\x1a\n", "latin1");

export function chunk(type: string, data: Uint8Array): Buffer {
  const content = Buffer.concat([Buffer.from(type, "latin1"), data]);
  const framed = Buffer.alloc(content.length + 8);
  framed.writeUInt32BE(data.length, 0);
  content.copy(framed, 4);
  framed.writeUInt32BE(crc32(content), content.length + 4);
  return framed;
}

export interface PngSample {
  width?: number;
  height?: number;
  color?: Color;
  /** Chunks before and after the pixels. */
  before?: readonly Buffer[];
  after?: readonly Buffer[];
  /** What stands behind the end. */
  tail?: string;
  /** What the header says, whatever the pixels are. */
  claims?: { width: number; height: number };
}

/** A PNG of one colour, with alpha. */
export function png(sample: PngSample = {}): Buffer {
  const { width = 24, height = 16, color = blue, before = [], after = [], tail = "" } = sample;
  const claims = sample.claims ?? { width, height };
  const header = Buffer.alloc(13);
  header.writeUInt32BE(claims.width, 0);
  header.writeUInt32BE(claims.height, 4);
  header.set([8, 6], 8);
  const pixel = [...color.slice(0, 3), color[3] ?? 255];
  const row = Buffer.concat([Buffer.of(0), ...Array.from({ length: width }, () => Buffer.from(pixel))]);
  const pixels = deflateSync(Buffer.concat(Array.from({ length: height }, () => row)));
  const chunks = [chunk("IHDR", header), ...before, chunk("IDAT", pixels), ...after, chunk("IEND", Buffer.alloc(0))];
  return Buffer.concat([signature, ...chunks, Buffer.from(tail)]);
}

/** A GIF with a frame for each colour, one after the other for ever. */
export function gif(colors: readonly Color[], size = { width: 24, height: 16 }, canvas = size): Buffer {
  const table = [...colors, ...Array.from({ length: 4 - colors.length }, () => [0, 0, 0])];
  const screen = Buffer.alloc(7);
  screen.writeUInt16LE(canvas.width, 0);
  screen.writeUInt16LE(canvas.height, 2);
  screen.writeUInt8(0x81, 4);
  const frames = colors.map((_, index) => Buffer.concat([delay, frame(index, size)]));
  const head = [Buffer.from("GIF89a"), screen, Buffer.from(table.flat()), loop];
  return Buffer.concat([...head, ...frames, Buffer.of(0x3b)]);
}

const loop = Buffer.from("\x21\xff\x0bNETSCAPE2.0\x03\x01\x00\x00\x00", "latin1");
const delay = Buffer.from("\x21\xf9\x04\x00\x0a\x00\x00\x00", "latin1");

function frame(index: number, { width, height }: { width: number; height: number }): Buffer {
  const descriptor = Buffer.alloc(10);
  descriptor.writeUInt8(0x2c, 0);
  descriptor.writeUInt16LE(width, 5);
  descriptor.writeUInt16LE(height, 7);
  // Codes of three bits; cleared before there are so many that they grow.
  const codes = Array.from({ length: (width * height) / 2 }, () => [4, index, index]).flat();
  const bits = [...codes, 5].map((code) => code.toString(2).padStart(3, "0")).reverse();
  const text = bits.join("");
  const bytes = Array.from({ length: Math.ceil(text.length / 8) }, (_, at) => {
    const end = text.length - at * 8;
    return Number.parseInt(text.slice(Math.max(0, end - 8), end), 2);
  });
  const blocks: Buffer[] = [];
  for (let at = 0; at < bytes.length; at += 255) {
    const block = bytes.slice(at, at + 255);
    blocks.push(Buffer.of(block.length, ...block));
  }
  return Buffer.concat([descriptor, Buffer.of(2), ...blocks, Buffer.of(0)]);
}

export interface ReadPng {
  chunks: readonly string[];
  /** Bytes behind the last chunk. */
  rest: number;
  width: number;
  height: number;
  colorAt(x: number, y: number): Color;
}

/** Reads a PNG of ours: eight bits, no alpha. */
export function readPng(bytes: Uint8Array): ReadPng {
  const buffer = Buffer.from(bytes);
  if (!buffer.subarray(0, 8).equals(signature)) throw new Error("no PNG");
  const chunks: string[] = [];
  const data = new Map<string, Buffer>();
  let at = 8;
  while (at < buffer.length && chunks.at(-1) !== "IEND") {
    const length = buffer.readUInt32BE(at);
    const type = buffer.toString("latin1", at + 4, at + 8);
    if (buffer.readUInt32BE(at + 8 + length) !== crc32(buffer.subarray(at + 4, at + 8 + length))) {
      throw new Error(`${type} is broken`);
    }
    chunks.push(type);
    data.set(type, buffer.subarray(at + 8, at + 8 + length));
    at += length + 12;
  }
  const header = data.get("IHDR") ?? Buffer.alloc(13);
  const [width, height] = [header.readUInt32BE(0), header.readUInt32BE(4)];
  const rows = toPixels(inflateSync(data.get("IDAT") ?? Buffer.alloc(0)), width * 3);
  return {
    chunks,
    rest: buffer.length - at,
    width,
    height,
    colorAt(x, y) {
      const [r = -1, g = -1, b = -1] = rows[y]?.subarray(x * 3, x * 3 + 3) ?? [];
      return [r, g, b];
    },
  };
}

function toPixels(filtered: Buffer, rowBytes: number): Buffer[] {
  const rows: Buffer[] = [];
  for (let at = 0; at < filtered.length; at += rowBytes + 1) {
    if (filtered[at] !== 2) throw new Error("another filter");
    const above = rows.at(-1) ?? Buffer.alloc(rowBytes);
    rows.push(Buffer.from(filtered.subarray(at + 1, at + 1 + rowBytes).map((value, x) => value + (above[x] ?? 0))));
  }
  return rows;
}
