import type { IncomingMessage } from "node:http";

/** What the request shows as a bearer (RFC 6750 section 2.1); other schemes are for proxies in front of us. */
export function readBearer({ headers }: IncomingMessage): string | undefined {
  const [, text] = /^bearer +(.*)$/i.exec(headers.authorization ?? "") ?? [];
  return text?.trim();
}
