import type { Identity } from "./identity.ts";
import { HttpRefusal } from "./refusal.ts";
import type { PublicServer } from "./public-server.ts";

/**
 * A page of another name that points to our address must not be answered (DNS rebinding).
 * @throws HttpRefusal foreign_host
 */
export function checkHost(server: PublicServer, url: string, identity: Identity): void {
  const [host, ...others] = identity.host;
  const isOurs = host !== undefined && others.length === 0 && server.hosts.has(host.toLowerCase());
  // An absolute target names the host a second time (RFC 9112 section 3.2.2).
  const target = url.startsWith("/") || !URL.canParse(url) ? undefined : new URL(url).host;
  if (!isOurs || (target !== undefined && !server.hosts.has(target))) {
    throw new HttpRefusal("foreign_host", { Connection: "close" });
  }
}
