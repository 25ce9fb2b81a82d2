import type { ImageFormat, StatedImage } from "./format.ts";
import { gif } from "./gif.ts";
import { jpeg } from "./jpeg.ts";
import { png } from "./png.ts";
import { webp } from "./webp.ts";

/** The formats that are drawn again: pixels only, known by their first bytes. */
const formats: readonly ImageFormat[] = [png, gif, jpeg, webp];

/**
 * What a PNG, JPEG, GIF or WebP image states of itself, before anything of it is decoded. Undefined for anything
 * else, and for a file that ends within its header or contradicts itself.
 */
export function readImage(bytes: Uint8Array): StatedImage | undefined {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const format = formats.find(({ matches }) => matches(buffer));
  try {
    const image = format?.read(buffer);
    return image === undefined || image.size.width === 0 || image.size.height === 0 ? undefined : image;
  } catch (error) {
    // It ends before its header does.
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}
