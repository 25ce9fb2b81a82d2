import { isIP } from "node:net";
import { isLoopbackAddress } from "./addresses.ts";
import type { UrlFault } from "./failure.ts";

/** Whom a URL asks for, in normal form. */
export interface Target {
  /** What a browser would call the origin. */
  origin: string;
  /** Path and query. */
  path: string;
  /** A name, or an address without brackets. */
  host: string;
  /** `host` and port as the URL spells them, for logs. */
  authority: string;
  port: number;
  isSecure: boolean;
  /** The host is this machine, and may be nothing else. */
  isLoopback: boolean;
}

export type TargetVerdict = { ok: true; target: Target } | { ok: false; reason: UrlFault };

const maxLength = 2048;

/** What the text must be: a URL parser forgives most of this, and sees other hosts than a reader does. */
const textRules: readonly { holds: (text: string) => boolean; reason: UrlFault }[] = [
  { holds: (text) => text.length <= maxLength && /^[\x21-\x7e]+$/.test(text), reason: "url_malformed" },
  { holds: (text) => /^https?:\/\//i.test(text), reason: "url_scheme" },
  { holds: (text) => !/[\\#]/.test(text) && !/^https?:\/\/\//i.test(text), reason: "url_malformed" },
  { holds: (text) => !/^https?:\/\/[^/?]*@/i.test(text), reason: "url_userinfo" },
  { holds: (text) => URL.canParse(text), reason: "url_malformed" },
];

/**
 * Whom `text` asks for, if that may be asked: https at a public name, or with `allowLoopback` also http and
 * https at this machine. Whatever way an address is written (decimal, octal, percent-encoded), the URL parser
 * makes it one, and an address is refused: the owner of a document goes by a name.
 */
export function readTarget(text: string, { allowLoopback }: { allowLoopback: boolean }): TargetVerdict {
  const broken = textRules.find((rule) => !rule.holds(text));
  if (broken !== undefined) return { ok: false, reason: broken.reason };
  const target = targetOf(new URL(text), allowLoopback);
  const reason = faultOf(target);
  return reason === undefined ? { ok: true, target } : { ok: false, reason };
}

function targetOf(url: URL, allowLoopback: boolean): Target {
  const host = url.hostname.replace(/^\[(.*)\]$/, "$1");
  const isSecure = url.protocol === "https:";
  return {
    origin: url.origin,
    path: url.pathname + url.search,
    host,
    authority: url.host,
    port: url.port === "" ? defaultPort(isSecure) : Number(url.port),
    isSecure,
    isLoopback: allowLoopback && (isLoopbackAddress(host) || isLocalhost(host)),
  };
}

function defaultPort(isSecure: boolean): number {
  return isSecure ? 443 : 80;
}

function faultOf({ host, port, isSecure, isLoopback }: Target): UrlFault | undefined {
  if (!isSecure && !isLoopback) return "url_scheme";
  if (!isLoopback && isIP(host) !== 0) return "url_address";
  if (!isLoopback && !isPublicName(host)) return "url_host";
  return isAllowedPort(port, isSecure) ? undefined : "url_port";
}

/** Names that mean the machine whatever a resolver says (RFC 6761 section 6.3). */
export function isLocalhost(host: string): boolean {
  return host === "localhost" || host.endsWith(".localhost");
}

/** Names that mean something only here: local networks, clouds, overlays (RFC 6761, 6762, 7686, 8375, 9476). */
const localSuffixes = ["alt", "home.arpa", "internal", "invalid", "local", "localhost", "onion"];

/** One label would be completed by the resolver's search list; a closing dot has no certificate. */
function isPublicName(host: string): boolean {
  const isName = /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9-]{2,63}$/.test(host) && host.length <= 253;
  return isName && !localSuffixes.some((suffix) => host.endsWith(`.${suffix}`));
}

/** Of the ports that the Fetch standard blocks, those that are not below 1024 anyway. */
const blockedPorts: ReadonlySet<number> = new Set([
  1719, 1720, 1723, 2049, 3659, 4045, 4190, 5060, 5061, 6000, 6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697, 10_080,
]);

/** The port of the scheme, or one that needs no privilege and that no other protocol is known for. */
function isAllowedPort(port: number, isSecure: boolean): boolean {
  return port === defaultPort(isSecure) || (port >= 1024 && !blockedPorts.has(port));
}
