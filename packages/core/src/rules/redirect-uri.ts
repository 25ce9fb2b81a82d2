/** Why a redirect URI cannot be registered or used. */
export type RedirectUriVerdict = { ok: true } | { ok: false; why: string };

const maxLength = 2048;

/** Private-use schemes without a dot that well-known clients use (RFC 8252 section 7.1 wants a dot). */
const knownSchemes: ReadonlySet<string> = new Set([
  "claude",
  "cursor",
  "vscode",
  "vscode-insiders",
  "windsurf",
  "zed",
  "jetbrains",
  "goose",
  "raycast",
  "lmstudio",
]);

/** Schemes of the platform or the browser that run or show something else than an application. */
const forbiddenSchemes: ReadonlySet<string> = new Set([
  "about",
  "blob",
  "data",
  "file",
  "filesystem",
  "ftp",
  "intent",
  "javascript",
  "mailto",
  "sms",
  "tel",
  "vbscript",
  "view-source",
  "ws",
  "wss",
]);

/** Whether `hostname` (as `URL` spells it) is the machine itself: `localhost`, 127.0.0.1 or [::1]. */
export function isLoopbackHost(hostname: string): boolean {
  return hostname === "localhost" || hostname === "127.0.0.1" || hostname === "[::1]";
}

/** What a text must be before it is worth parsing. */
const textRules: readonly { holds: (uri: string) => boolean; why: string }[] = [
  { holds: (uri) => uri.length <= maxLength, why: `is longer than ${maxLength} characters` },
  {
    holds: (uri) => /^[\x21-\x7e]+$/.test(uri) && !/[*\\]/.test(uri),
    why: "has a character that does not belong in a redirect URI",
  },
  { holds: (uri) => !uri.includes("#"), why: "has a fragment" },
  { holds: (uri) => !/^[^?]*%(2e|2f|5c)/i.test(uri), why: "has an encoded dot, slash or backslash in its path" },
  { holds: (uri) => !/^[a-z][a-z0-9+.-]*:\/\/[^/?]*@/i.test(uri), why: "has user information" },
  { holds: (uri) => URL.canParse(uri), why: "is not an absolute URI" },
  { holds: isNormal, why: "is not in normal form (case, default port, dot segments)" },
];

/**
 * Whether a client may register `uri`: one rule for every way in, applied again at use.
 * The text must be its own normal form, so that comparing bytes later is comparing meaning.
 */
export function checkRedirectUri(uri: string): RedirectUriVerdict {
  const broken = textRules.find((rule) => !rule.holds(uri));
  if (broken !== undefined) return refused(broken.why);
  const url = new URL(uri);
  const scheme = url.protocol.slice(0, -1);
  if (scheme === "https") return checkHttps(url);
  return scheme === "http" ? checkHttp(url) : checkPrivateScheme(uri, scheme);
}

/** An address without a path may be written with or without the slash. */
function isNormal(uri: string): boolean {
  const { href } = new URL(uri);
  return href === uri || href === `${uri}/`;
}

function checkHttps(url: URL): RedirectUriVerdict {
  const isAddress = /^[\d.]+$/.test(url.hostname) || url.hostname.startsWith("[");
  if (isAddress && !isLoopbackHost(url.hostname)) return refused("names a host by its address");
  if (url.hostname.endsWith(".")) return refused("has a host with a trailing dot");
  return { ok: true };
}

function checkHttp(url: URL): RedirectUriVerdict {
  if (!isLoopbackHost(url.hostname)) return refused("uses http on a host that is not loopback");
  if (url.port === "0") return refused("has port 0");
  return { ok: true };
}

function checkPrivateScheme(uri: string, scheme: string): RedirectUriVerdict {
  if (forbiddenSchemes.has(scheme)) return refused(`uses the scheme ${scheme}`);
  const rest = uri.slice(scheme.length + 1);
  if (rest === "" || rest === "/" || rest === "//") return refused("has nothing after its scheme");
  if (knownSchemes.has(scheme)) return { ok: true };
  if (!scheme.includes(".")) return refused(`uses the scheme ${scheme}, which has no dot and is not a known one`);
  if (rest.startsWith("//")) return refused("has two slashes after a private-use scheme (RFC 8252 section 7.1)");
  return { ok: true };
}

const loopbackPattern = /^(http:\/\/(?:localhost|127\.0\.0\.1|\[::1\]))(?::(\d{1,5}))?(?=[/?]|$)/;

/**
 * Whether a request's `redirect_uri` is the registered one: byte for byte, but for the port of an http
 * loopback URI (RFC 8252 section 7.3; the name `localhost` too, because native clients use it).
 */
export function matchesRedirectUri(requested: string, registered: string): boolean {
  if (requested === registered) return true;
  const left = withoutLoopbackPort(requested);
  return left !== undefined && left === withoutLoopbackPort(registered);
}

/** The text without the port, or undefined when it is no loopback URI or its port cannot be one. */
function withoutLoopbackPort(uri: string): string | undefined {
  const match = loopbackPattern.exec(uri);
  if (match === null) return undefined;
  const port = match[2];
  if (port !== undefined && !isPort(port)) return undefined;
  return `${match[1] ?? ""}${uri.slice(match[0].length)}`;
}

function isPort(digits: string): boolean {
  const port = Number(digits);
  return !digits.startsWith("0") && port >= 1 && port <= 65_535;
}

/** Whether the answer goes to a program on the person's own machine that cannot prove what it is. */
export function isLoopbackRedirect(uri: string): boolean {
  return loopbackPattern.test(uri);
}

/** Whether the address belongs to somebody who holds a certificate for it. */
export function isHttpsRedirect(uri: string): boolean {
  return uri.startsWith("https://") && URL.canParse(uri) && !isLoopbackHost(new URL(uri).hostname);
}

/**
 * `uri` with `parameters` appended to its query; the rest stays byte for byte (RFC 6749 section 3.1.2).
 * Undefined parameters are left out.
 */
export function withParameters(uri: string, parameters: Record<string, string | undefined>): string {
  const present = Object.entries(parameters).filter((entry): entry is [string, string] => entry[1] !== undefined);
  if (present.length === 0) return uri;
  const query = new URLSearchParams(present).toString().replaceAll("+", "%20");
  if (!uri.includes("?")) return `${uri}?${query}`;
  return uri.endsWith("?") || uri.endsWith("&") ? uri + query : `${uri}&${query}`;
}

function refused(why: string): RedirectUriVerdict {
  return { ok: false, why: `redirect URI ${why}` };
}
