export interface ImageSize {
  width: number;
  height: number;
}

/** What an image states of itself, and the part of its file that the codec needs. */
export interface StatedImage {
  /** The largest size that the file states for what will be decoded: the canvas, or the frame where that is larger. */
  size: ImageSize;
  /**
   * The file again with the first frame alone, and without everything that a decoder could unpack besides pixels:
   * colour profiles, metadata, texts, further frames.
   */
  essential: Uint8Array;
}

/** One file format. */
export interface ImageFormat {
  /** By the first bytes. */
  matches: (bytes: Buffer) => boolean;
  /**
   * Undefined when the file contradicts itself.
   * @throws RangeError when the file ends within its header
   */
  read: (bytes: Buffer) => StatedImage | undefined;
}

export function startsWith(bytes: Buffer, text: string): boolean {
  return bytes.toString("latin1", 0, text.length) === text;
}

export function larger(a: ImageSize, b: ImageSize): ImageSize {
  return { width: Math.max(a.width, b.width), height: Math.max(a.height, b.height) };
}
