import { isIP } from "node:net";
import ipaddr from "ipaddr.js";

// Which addresses belong to the internet, and which to this machine, its network or to nobody (RFC 6890).

/** IPv4: everything is public but these. */
const specialV4 = [
  "0.0.0.0/8", // this network
  "10.0.0.0/8", // private
  "100.64.0.0/10", // behind a provider's NAT
  "127.0.0.0/8", // loopback
  "169.254.0.0/16", // link-local, and the clouds' metadata services
  "172.16.0.0/12", // private
  "192.0.0.0/24", // protocol assignments
  "192.0.2.0/24", // documentation
  "192.88.99.0/24", // 6to4 relays
  "192.168.0.0/16", // private
  "198.18.0.0/15", // benchmarks
  "198.51.100.0/24", // documentation
  "203.0.113.0/24", // documentation
  "224.0.0.0/4", // multicast
  "240.0.0.0/4", // reserved, broadcast
].map((range) => ipaddr.IPv4.parseCIDR(range));

/** IPv6: only global unicast is public; loopback, NAT64, discard, unique and link-local lie outside. */
const globalUnicast = ipaddr.IPv6.parseCIDR("2000::/3");

/** What is special inside global unicast. */
const specialV6 = [
  "2001::/23", // protocol assignments, Teredo among them
  "2001:db8::/32", // documentation
  "2002::/16", // 6to4, which carries an IPv4 address
  "3fff::/20", // documentation
].map((range) => ipaddr.IPv6.parseCIDR(range));

/** Whether `address` is one of the public internet. What cannot be read is not, nor is one with a zone. */
export function isPublicAddress(address: string): boolean {
  const parsed = parse(address);
  if (parsed === undefined) return false;
  if (parsed instanceof ipaddr.IPv4) return !specialV4.some((range) => parsed.match(range));
  return parsed.match(globalUnicast) && !specialV6.some((range) => parsed.match(range));
}

/** Whether `address` is the machine itself: 127.0.0.0/8 or ::1, in no other clothes. */
export function isLoopbackAddress(address: string): boolean {
  return isIP(address) === 4 ? address.startsWith("127.") : address === "::1";
}

/** An IPv4 address in IPv6 clothes counts as the IPv4 address that is called. */
function parse(address: string): ipaddr.IPv4 | ipaddr.IPv6 | undefined {
  if (isIP(address) === 0 || address.includes("%")) return undefined;
  return ipaddr.process(address);
}
