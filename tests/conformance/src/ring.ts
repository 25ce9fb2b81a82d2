import { crc32, deflateSync } from "node:zlib";

function chunk(type: string, data: Uint8Array): Buffer {
  const content = Buffer.concat([Buffer.from(type), data]);
  const framed = Buffer.alloc(content.length + 8);
  framed.writeUInt32BE(data.length, 0);
  content.copy(framed, 4);
  framed.writeUInt32BE(crc32(content), content.length + 4);
  return framed;
}

const script = "<script>document.title = 'taken over'</script>";
const side = 96;

/** A logo as PNG: a ring on nothing, with a page of HTML in its text and behind its end. */
export function ring(): Buffer {
  const header = Buffer.from([0, 0, 0, side, 0, 0, 0, side, 8, 6, 0, 0, 0]);
  const rows = Array.from({ length: side }, (_, y) => {
    const pixels = Array.from({ length: side }, (__, x) => {
      const distance = Math.hypot(x - side / 2, y - side / 2);
      return distance > 20 && distance < 40 ? [0x10, 0x18, 0x20, 255] : [0, 0, 0, 0];
    });
    return [0, ...pixels.flat()];
  });
  return Buffer.concat([
    Buffer.from("\x89PNG\r\n\x1a\n", "latin1"),
    chunk("IHDR", header),
    chunk("tEXt", Buffer.from(`Comment\0${script}`)),
    chunk("IDAT", deflateSync(Buffer.from(rows.flat()))),
    chunk("IEND", Buffer.alloc(0)),
    Buffer.from(script),
  ]);
}
