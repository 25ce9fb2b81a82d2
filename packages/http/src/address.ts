import type { IncomingMessage } from "node:http";
import { isIP } from "node:net";

/**
 * Where a request comes from: with `trustedHops` proxies in front, the entry that the outermost of them
 * added to `X-Forwarded-For`; without proxies the socket, whatever the headers say.
 */
export function clientAddress(request: IncomingMessage, trustedHops: number): string | undefined {
  const socket = request.socket.remoteAddress;
  if (trustedHops === 0) return socket;
  // Node joins repeated headers of this name.
  const forwarded = String(request.headers["x-forwarded-for"] ?? "").split(",");
  const entry = forwarded.at(-trustedHops)?.trim() ?? "";
  return isIP(entry) === 0 ? socket : entry;
}

const mappedPattern = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i;

/** What is counted as one caller: an IPv4 address, or the /64 of an IPv6 address, which one person owns whole. */
export function addressPrefix(address: string | undefined): string {
  if (address === undefined) return "unknown";
  const mapped = mappedPattern.exec(address)?.[1];
  if (mapped !== undefined) return mapped;
  return isIP(address) === 6 ? first64Bits(address) : address;
}

const groups = 8;
const groupsOfPrefix = 4;

function first64Bits(address: string): string {
  const [text = ""] = address.split("%");
  const [left = "", right] = text.split("::");
  const head = left === "" ? [] : left.split(":");
  if (right === undefined) return normal(head);
  const tail = right === "" ? [] : right.split(":");
  // A dotted end stands for two groups; it is never within the first 64 bits of what is written here.
  const width = tail.length + (tail.at(-1)?.includes(".") === true ? 1 : 0);
  const gap = Array.from({ length: Math.max(0, groups - head.length - width) }, () => "0");
  return normal([...head, ...gap, ...tail]);
}

function normal(parts: readonly string[]): string {
  const first = parts.slice(0, groupsOfPrefix).map((part) => Number.parseInt(part, 16).toString(16));
  return `${first.join(":")}::/64`;
}
