export interface ImageSize {
  width: number;
  height: number;
}

interface Format {
  matches: (bytes: Buffer) => boolean;
  read: (bytes: Buffer) => ImageSize | undefined;
}

/** What is drawn anew: formats of pixels, known by how they begin. */
const formats: readonly Format[] = [
  {
    // PNG: the header is the first chunk (PNG specification, third edition, section 11.2.1).
    matches: (bytes) => startsWith(bytes, "\x89PNG\r\n\x1a\n") && bytes.toString("latin1", 12, 16) === "IHDR",
    read: (bytes) => ({ width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) }),
  },
  {
    matches: (bytes) => startsWith(bytes, "GIF87a") || startsWith(bytes, "GIF89a"),
    read: readGif,
  },
  {
    matches: (bytes) => startsWith(bytes, "\xff\xd8\xff"),
    read: readJpeg,
  },
  {
    matches: (bytes) => startsWith(bytes, "RIFF") && bytes.toString("latin1", 8, 12) === "WEBP",
    read: readWebp,
  },
];

/**
 * The size that a PNG, JPEG, GIF or WebP image states, before anything of it is decoded: the largest, where
 * it states several. Undefined for anything else.
 */
export function readImageSize(bytes: Uint8Array): ImageSize | undefined {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const format = formats.find(({ matches }) => matches(buffer));
  try {
    const size = format?.read(buffer);
    return size === undefined || size.width === 0 || size.height === 0 ? undefined : size;
  } catch (error) {
    // It ends before its header does.
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

function startsWith(bytes: Buffer, text: string): boolean {
  return bytes.toString("latin1", 0, text.length) === text;
}

/** The size of the canvas, or of the first frame where that reaches beyond it (GIF89a sections 18 and 20). */
function readGif(bytes: Buffer): ImageSize | undefined {
  const canvas = { width: bytes.readUInt16LE(6), height: bytes.readUInt16LE(8) };
  const flags = bytes.readUInt8(10);
  let at = 13 + colorTableBytes(flags);
  // Extensions, each a row of blocks.
  while (bytes.readUInt8(at) === 0x21) {
    at += 2;
    while (bytes.readUInt8(at) !== 0) at += 1 + bytes.readUInt8(at);
    at += 1;
  }
  if (bytes.readUInt8(at) !== 0x2c) return undefined;
  const frame = { width: bytes.readUInt16LE(at + 5), height: bytes.readUInt16LE(at + 7) };
  return largest(canvas, frame);
}

function colorTableBytes(flags: number): number {
  return (flags & 0x80) === 0 ? 0 : 3 * 2 ** ((flags & 7) + 1);
}

function largest(a: ImageSize, b: ImageSize): ImageSize {
  return { width: Math.max(a.width, b.width), height: Math.max(a.height, b.height) };
}

/** Start-of-frame markers: C0 to CF without the three that mean something else (ITU-T T.81 table B.1). */
function isFrame(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
}

/** Walks the segments up to the first scan; an image with two frame headers is not one (ITU-T T.81 section B.1.1). */
function readJpeg(bytes: Buffer): ImageSize | undefined {
  const startOfScan = 0xda;
  let size: ImageSize | undefined;
  for (let at = 2; ; at += 2 + bytes.readUInt16BE(at + 2)) {
    if (bytes.readUInt8(at) !== 0xff) return undefined;
    // Any number of fill bytes may stand before a marker.
    while (bytes.readUInt8(at + 1) === 0xff) at += 1;
    const marker = bytes.readUInt8(at + 1);
    if (marker === startOfScan) return size;
    if (!isFrame(marker)) continue;
    if (size !== undefined) return undefined;
    size = { height: bytes.readUInt16BE(at + 5), width: bytes.readUInt16BE(at + 7) };
  }
}

/** The first chunk says it: the canvas, or the only frame (RFC 9649 sections 2.5 to 2.7). */
function readWebp(bytes: Buffer): ImageSize | undefined {
  switch (bytes.toString("latin1", 12, 16)) {
    case "VP8X":
      return { width: 1 + bytes.readUIntLE(24, 3), height: 1 + bytes.readUIntLE(27, 3) };
    case "VP8L": {
      const bits = bytes.readUInt32LE(21);
      return { width: 1 + (bits & 0x3fff), height: 1 + ((bits >>> 14) & 0x3fff) };
    }
    case "VP8 ":
      return { width: bytes.readUInt16LE(26) & 0x3fff, height: bytes.readUInt16LE(28) & 0x3fff };
    default:
      return undefined;
  }
}
