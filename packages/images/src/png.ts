import { crc32, deflateSync } from "node:zlib";
import type { ImageSize } from "./formats/format.ts";

const signature = Buffer.from("\x89PNG\r\n\x1a\n", "latin1");

/** A PNG of `rgb`, three bytes a pixel, row by row: header, pixels, end, and no other chunk. */
export function encodePng(rgb: Uint8Array, { width, height }: ImageSize): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.writeUInt8(8, 8); // bits
  header.writeUInt8(2, 9); // red, green, blue
  const pixels = deflateSync(toRows(rgb, width * 3), { level: 9 });
  return Buffer.concat([signature, chunk("IHDR", header), chunk("IDAT", pixels), chunk("IEND", Buffer.alloc(0))]);
}

/** Each row as its differences from the one above (filter type 2), which pictures compress well with. */
function toRows(rgb: Uint8Array, rowBytes: number): Buffer {
  const rows: Buffer[] = [];
  let above = new Uint8Array(rowBytes);
  for (let at = 0; at < rgb.length; at += rowBytes) {
    const row = rgb.slice(at, at + rowBytes);
    const before = above;
    rows.push(Buffer.of(2), Buffer.from(row.map((value, index) => value - (before[index] ?? 0))));
    above = row;
  }
  return Buffer.concat(rows);
}

function chunk(type: string, data: Buffer): Buffer {
  const content = Buffer.concat([Buffer.from(type, "latin1"), data]);
  const framed = Buffer.alloc(content.length + 8);
  framed.writeUInt32BE(data.length, 0);
  content.copy(framed, 4);
  framed.writeUInt32BE(crc32(content), content.length + 4);
  return framed;
}
