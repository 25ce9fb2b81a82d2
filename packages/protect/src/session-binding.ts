import { createHmac, timingSafeEqual } from "node:crypto";
import type { AuthInfo } from "@sallyport/resource";

/** Ties an MCP session to the person and the client that began it: an id that leaks opens nothing to others. */
export interface SessionBinding {
  /** The id under which the client knows the session that the upstream calls `id`. */
  bind(id: string, auth: AuthInfo): string;
  /** What the upstream calls the session; undefined when it is somebody else's, or was not begun here. */
  open(bound: string, auth: AuthInfo): string | undefined;
}

const tagBytes = 16;

/** Nothing is remembered: the client's id carries the proof, which every process with the same key can check. */
export function createSessionBinding(key: Uint8Array): SessionBinding {
  const tagOf = (id: string, { clientId, extra }: AuthInfo): string => {
    const text = JSON.stringify([extra.issuer, extra.subject, clientId, id]);
    return createHmac("sha256", key).update(text).digest().subarray(0, tagBytes).toString("base64url");
  };
  return {
    bind: (id, auth) => `${id}.${tagOf(id, auth)}`,
    open(bound, auth) {
      const end = bound.lastIndexOf(".");
      if (end === -1) return undefined;
      const id = bound.slice(0, end);
      const [shown, right] = [Buffer.from(bound.slice(end + 1)), Buffer.from(tagOf(id, auth))];
      return shown.length === right.length && timingSafeEqual(shown, right) ? id : undefined;
    },
  };
}
