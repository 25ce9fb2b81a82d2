import type { IncomingMessage } from "node:http";

/**
 * Whether the request names one host, and one of `hosts`. Of two `Host` headers a proxy and this program may each
 * believe another one (RFC 9112 section 3.2); under a name of its own a web page could reach us (DNS rebinding).
 * @param hosts in lower case, with the port where it is not the scheme's own
 */
export function isAddressedTo(hosts: readonly string[], { headersDistinct }: IncomingMessage): boolean {
  const [host = "", another] = headersDistinct["host"] ?? [];
  return another === undefined && hosts.includes(host.toLowerCase());
}
