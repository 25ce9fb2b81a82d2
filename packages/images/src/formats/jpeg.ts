import { type ImageFormat, startsWith } from "./format.ts";

const startOfImage = 0xd8;
const endOfImage = 0xd9;
const startOfScan = 0xda;
/** Adobe's, which says how the colours are coded. All other application segments and comments stay behind. */
const adobe = 0xee;

/** JPEG (ITU-T T.81, annex B): one frame header in the whole file, not only in front of the first scan. */
export const jpeg: ImageFormat = {
  matches: (bytes) => startsWith(bytes, "\xff\xd8\xff"),
  read(bytes) {
    const segments = readSegments(bytes);
    const [frame, secondFrame] = segments.filter(({ marker }) => isFrame(marker));
    const [first] = segments.filter(({ marker }) => isFrame(marker) || marker === startOfScan);
    if (frame === undefined || secondFrame !== undefined || first !== frame) return undefined;
    const size = { height: frame.segment.readUInt16BE(5), width: frame.segment.readUInt16BE(7) };
    const kept = segments.filter(({ marker }) => isEssential(marker)).map(({ segment }) => segment);
    return { size, essential: Buffer.concat([Buffer.of(0xff, startOfImage), ...kept, Buffer.of(0xff, endOfImage)]) };
  },
};

interface Segment {
  marker: number;
  /** From the marker on; a scan with its entropy-coded data. */
  segment: Buffer;
}

/** Up to the end of the image or of the file. Nothing of a file with other bytes between its segments. */
function readSegments(bytes: Buffer): Segment[] {
  const segments: Segment[] = [];
  let at = 2;
  while (at < bytes.length) {
    if (bytes.readUInt8(at) !== 0xff) return [];
    // Any number of fill bytes may precede a marker.
    while (bytes.readUInt8(at + 1) === 0xff) at += 1;
    const marker = bytes.readUInt8(at + 1);
    if (marker === endOfImage) break;
    const end = at + 2 + bytes.readUInt16BE(at + 2);
    const next = marker === startOfScan ? nextMarker(bytes, end) : end;
    segments.push({ marker, segment: bytes.subarray(at, next) });
    at = next;
  }
  return segments;
}

/** Start-of-frame markers: C0 to CF without the three that mean something else (table B.1). */
function isFrame(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
}

function isEssential(marker: number): boolean {
  const isApplication = marker >= 0xe0 && marker <= 0xef;
  const isComment = marker === 0xfe;
  return marker === adobe || !(isApplication || isComment);
}

/** Where the entropy-coded data end: a stuffed FF 00 and restart markers are part of them. */
function nextMarker(bytes: Buffer, start: number): number {
  for (let at = bytes.indexOf(0xff, start); at !== -1; at = bytes.indexOf(0xff, at + 1)) {
    const marker = bytes[at + 1];
    const isData = marker === 0 || (marker !== undefined && marker >= 0xd0 && marker <= 0xd7);
    if (!isData) return marker === undefined ? bytes.length : at;
  }
  return bytes.length;
}
