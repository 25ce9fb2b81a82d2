/** What a request says of where it comes from; Node's has these members, with repeated headers joined. */
interface Arrival {
  socket: { remoteAddress?: string | undefined };
  headers: Readonly<Record<string, string | string[] | undefined>>;
}

/**
 * Where a request comes from: with `trustedHops` proxies in front, the entry that the outermost of them
 * added to `X-Forwarded-For`; without proxies the socket, whatever the headers say.
 */
export function callerAddress({ socket, headers }: Arrival, trustedHops: number): string | undefined {
  if (trustedHops === 0) return socket.remoteAddress;
  const entries = String(headers["x-forwarded-for"] ?? "").split(",");
  const entry = entries.at(-trustedHops)?.trim() ?? "";
  return isIPv4(entry) || groupsOf(entry) !== undefined ? entry : socket.remoteAddress;
}

/** What is counted as one caller: an IPv4 address, or the /64 of an IPv6 address, which one person owns whole. */
export function addressPrefix(address: string | undefined): string {
  if (address === undefined) return "unknown";
  const groups = groupsOf(address);
  if (groups === undefined) return address;
  const [high = 0, low = 0] = groups.slice(-2);
  const isMapped = groups.slice(0, 5).every((group) => group === 0) && groups[5] === 0xff_ff;
  if (isMapped) return [high >> 8, high & 0xff, low >> 8, low & 0xff].join(".");
  return `${groups
    .slice(0, 4)
    .map((group) => group.toString(16))
    .join(":")}::/64`;
}

function isIPv4(text: string): boolean {
  return /^\d{1,3}(\.\d{1,3}){3}$/.test(text) && text.split(".").every((part) => Number(part) <= 255);
}

/** The eight groups of an IPv6 address, in whatever spelling; undefined for anything else. */
function groupsOf(address: string): number[] | undefined {
  const [bare = ""] = address.split("%");
  if (!/^[0-9a-f:.]*:[0-9a-f:.]*$/i.test(bare) || !URL.canParse(`http://[${bare}]`)) return undefined;
  // The parser writes a dotted end as groups.
  const [left = "", right] = new URL(`http://[${bare}]`).hostname.slice(1, -1).split("::");
  const head = toGroups(left);
  const tail = toGroups(right ?? "");
  return [...head, ...Array.from({ length: 8 - head.length - tail.length }, () => 0), ...tail];
}

function toGroups(text: string): number[] {
  return text === "" ? [] : text.split(":").map((group) => Number.parseInt(group, 16));
}
