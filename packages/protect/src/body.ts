import type { IncomingMessage } from "node:http";

/** The body is longer than the limit. */
export class BodyTooLargeError extends Error {
  override name = "BodyTooLargeError";
}

/**
 * The whole body.
 * @throws BodyTooLargeError as soon as it is known to be longer than `limit` bytes; the rest is not kept
 */
export async function readBytes(request: IncomingMessage, limit: number): Promise<Uint8Array> {
  if (Number(request.headers["content-length"] ?? 0) > limit) throw new BodyTooLargeError();
  const chunks: Uint8Array[] = [];
  let length = 0;
  // The connection is still needed for the answer.
  for await (const chunk of request.iterator({ destroyOnReturn: false })) {
    if (!(chunk instanceof Uint8Array)) throw new TypeError("the body has an encoding already");
    length += chunk.byteLength;
    if (length > limit) throw new BodyTooLargeError();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
