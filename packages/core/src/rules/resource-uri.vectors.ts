/** `text` and its canonical spelling; undefined: `text` is no resource indicator. */
export interface ResourceVector {
  readonly text: string;
  readonly canonical: string | undefined;
  readonly why: string;
}

/** Spellings that every implementation of the comparison should agree on (RFC 8707 section 2, RFC 3986 section 6). */
export const resourceVectors: readonly ResourceVector[] = [
  { text: "https://mcp.example", canonical: "https://mcp.example", why: "bare origin" },
  { text: "https://mcp.example/", canonical: "https://mcp.example", why: "root slash" },
  { text: "HTTPS://MCP.Example", canonical: "https://mcp.example", why: "case of scheme and host" },
  {
    text: "https://mcp.example:443/mcp",
    canonical: "https://mcp.example/mcp",
    why: "default port of https",
  },
  {
    text: "http://mcp.example:80/mcp",
    canonical: "http://mcp.example/mcp",
    why: "default port of http",
  },
  {
    text: "https://mcp.example:80/mcp",
    canonical: "https://mcp.example:80/mcp",
    why: "port of the other scheme",
  },
  { text: "https://mcp.example:8443", canonical: "https://mcp.example:8443", why: "other port" },
  {
    text: "https://mcp.example/mcp/",
    canonical: "https://mcp.example/mcp",
    why: "one trailing slash",
  },
  {
    text: "https://mcp.example/MCP",
    canonical: "https://mcp.example/MCP",
    why: "case of the path counts",
  },
  {
    text: "https://mcp.example/a%2fb",
    canonical: "https://mcp.example/a%2Fb",
    why: "case of percent-encoding",
  },
  {
    text: "https://mcp.example/%7Eme",
    canonical: "https://mcp.example/%7Eme",
    why: "nothing is decoded",
  },
  {
    text: "https://mcp.example/a//b",
    canonical: "https://mcp.example/a//b",
    why: "inner empty segment stays",
  },
  {
    text: "https://mcp.example/mcp?x=%2f",
    canonical: "https://mcp.example/mcp?x=%2f",
    why: "query byte for byte",
  },
  {
    text: "https://mcp.example/mcp/?x=1",
    canonical: "https://mcp.example/mcp?x=1",
    why: "slash before a query",
  },
  {
    text: "https://mcp.example?x=/../",
    canonical: "https://mcp.example?x=/../",
    why: "dots in a query are no segments",
  },
  {
    text: "https://mcp.example/mcp?",
    canonical: "https://mcp.example/mcp?",
    why: "empty query is a query",
  },
  {
    text: "https://mcp.example/.well/..a",
    canonical: "https://mcp.example/.well/..a",
    why: "dots inside a segment",
  },
  {
    text: "http://127.0.0.1:3001/mcp",
    canonical: "http://127.0.0.1:3001/mcp",
    why: "IPv4 loopback",
  },
  { text: "http://[::1]:3001/mcp", canonical: "http://[::1]:3001/mcp", why: "IPv6 loopback" },
  {
    text: "https://xn--bcher-kva.example",
    canonical: "https://xn--bcher-kva.example",
    why: "internationalised host",
  },
  { text: "", canonical: undefined, why: "empty" },
  { text: "/mcp", canonical: undefined, why: "relative" },
  { text: "mcp.example/mcp", canonical: undefined, why: "no scheme" },
  { text: "https:mcp.example", canonical: undefined, why: "no authority" },
  { text: "https:///mcp", canonical: undefined, why: "empty host" },
  { text: "urn:example:mcp", canonical: undefined, why: "other scheme" },
  { text: "javascript://mcp.example/", canonical: undefined, why: "script scheme" },
  { text: "https://mcp.example/mcp#", canonical: undefined, why: "empty fragment" },
  { text: "https://mcp.example/mcp#a", canonical: undefined, why: "fragment" },
  { text: "https://user@mcp.example/mcp", canonical: undefined, why: "user information" },
  { text: "https://good.example\\@evil.example/", canonical: undefined, why: "backslash" },
  { text: "https://mcp.example\\mcp", canonical: undefined, why: "backslash for a slash" },
  { text: "https://mcp.example/a/../mcp", canonical: undefined, why: "dot segments" },
  { text: "https://mcp.example/a/./mcp", canonical: undefined, why: "single dot segment" },
  { text: "https://mcp.example/a/%2E%2e", canonical: undefined, why: "encoded dot segments" },
  { text: "https://mcp.example/..", canonical: undefined, why: "dot segments at the end" },
  { text: "https://mcp.example/mcp//", canonical: undefined, why: "two trailing slashes" },
  { text: "https://mcp.example//", canonical: undefined, why: "two root slashes" },
  { text: "https://mcp.example/%zz", canonical: undefined, why: "broken percent-encoding" },
  { text: "https://mcp.example/a b", canonical: undefined, why: "space" },
  { text: " https://mcp.example", canonical: undefined, why: "leading space" },
  { text: "https://mcp.example/mcp\n", canonical: undefined, why: "trailing line end" },
  { text: "https://mcp.exa\tmple", canonical: undefined, why: "tab, which URL parsers drop" },
  { text: "https://bücher.example", canonical: undefined, why: "host outside ASCII" },
  { text: "https://mcp.example/bücher", canonical: undefined, why: "path outside ASCII" },
  { text: "https://mcp%2eexample", canonical: undefined, why: "encoded host" },
  { text: "http://0x7f.1/mcp", canonical: undefined, why: "IPv4 in hexadecimal" },
  { text: "http://2130706433/mcp", canonical: undefined, why: "IPv4 as one number" },
  { text: "http://[0:0:0:0:0:0:0:1]/mcp", canonical: undefined, why: "IPv6 not in its short form" },
  { text: "https://mcp.example:99999", canonical: undefined, why: "no such port" },
  { text: "https://mcp.example:", canonical: undefined, why: "empty port" },
  {
    text: `https://mcp.example/${"a".repeat(2048)}`,
    canonical: undefined,
    why: "longer than 2,048 characters",
  },
];
