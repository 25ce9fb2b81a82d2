import { type ImageFormat, startsWith } from "./format.ts";

const signature = "\x89PNG\r\n\x1a\n";
/** The critical chunks (PNG specification, third edition, section 11.2), and transparency, which is never compressed. */
const essentialChunks = ["IHDR", "PLTE", "tRNS", "IDAT", "IEND"];

/** PNG: the header is the first chunk, and there is only one (section 11.2.1). */
export const png: ImageFormat = {
  matches: (bytes) => startsWith(bytes, signature) && bytes.toString("latin1", 12, 16) === "IHDR",
  read(bytes) {
    const size = { width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) };
    const kept = [bytes.subarray(0, signature.length)];
    let headers = 0;
    for (const { type, chunk } of chunksOf(bytes)) {
      if (type === "IHDR") headers += 1;
      if (essentialChunks.includes(type)) kept.push(chunk);
    }
    return headers === 1 ? { size, essential: Buffer.concat(kept) } : undefined;
  },
};

/** Each chunk whole: length, type, data, checksum. The last one may be cut off. */
function* chunksOf(bytes: Buffer): Generator<{ type: string; chunk: Buffer }> {
  let at = signature.length;
  while (at + 8 <= bytes.length) {
    const end = at + 12 + bytes.readUInt32BE(at);
    const type = bytes.toString("latin1", at + 4, at + 8);
    yield { type, chunk: bytes.subarray(at, end) };
    if (type === "IEND") return;
    at = end;
  }
}
