import { describe, expect, it } from "vitest";
import { coversResource, isPublicUrl, isSecureUrl, resourceMetadataPlaces, serverMetadataPlaces } from "./addresses.ts";

const urls = (places: readonly { url: string }[]) => places.map(({ url }) => url);

describe("places of documents", () => {
  it("has the resource metadata at the path, then at the root", () => {
    const root = "https://h/.well-known/oauth-protected-resource";
    expect(urls(resourceMetadataPlaces("https://h/mcp"))).toEqual([`${root}/mcp`, root]);
    expect(urls(resourceMetadataPlaces("https://h/mcp?a=b"))).toEqual([`${root}/mcp?a=b`, root]);
    expect(urls(resourceMetadataPlaces("https://h"))).toEqual([root]);
  });

  it("has the server metadata where clients look, in their order", () => {
    expect(urls(serverMetadataPlaces("https://h/p"))).toEqual([
      "https://h/.well-known/oauth-authorization-server/p",
      "https://h/.well-known/openid-configuration/p",
      "https://h/p/.well-known/openid-configuration",
      "https://h/p/.well-known/oauth-authorization-server",
    ]);
    expect(urls(serverMetadataPlaces("https://h"))).toEqual([
      "https://h/.well-known/oauth-authorization-server",
      "https://h/.well-known/openid-configuration",
    ]);
  });
});

describe("coversResource", () => {
  it.each([
    ["https://h/mcp", "https://h/mcp"],
    ["https://h/", "https://h/mcp"],
    ["https://h", "https://h/mcp"],
    ["https://H:443/mcp", "https://h/mcp"],
    ["https://h/mcp", "https://h/mcp/"],
    ["https://h/a", "https://h/a/b"],
  ])("lets %s stand for %s", (resource, mcpUrl) => {
    expect(coversResource(resource, mcpUrl)).toBe(true);
  });

  it.each([
    ["https://h/mcp/", "https://h/mcp"],
    ["https://h/mc", "https://h/mcp"],
    ["https://h/other", "https://h/mcp"],
    ["http://h/mcp", "https://h/mcp"],
    ["https://g/mcp", "https://h/mcp"],
    ["urn:mcp", "https://h/mcp"],
    ["", "https://h/mcp"],
  ])("does not let %s stand for %s", (resource, mcpUrl) => {
    expect(coversResource(resource, mcpUrl)).toBe(false);
  });
});

describe("isSecureUrl", () => {
  it.each(["https://h/", "http://localhost:1/", "http://127.0.0.1/", "http://[::1]:2/", "http://a.localhost/"])(
    "takes %s",
    (url) => {
      expect(isSecureUrl(url)).toBe(true);
    },
  );

  it.each(["http://h/", "http://127.0.0.2/", "http://10.0.0.1/", "ftp://localhost/", "javascript:1", "", "x"])(
    "does not take %s",
    (url) => {
      expect(isSecureUrl(url)).toBe(false);
    },
  );
});

describe("isPublicUrl", () => {
  it.each(["https://mcp.example/", "https://8.8.8.8/", "https://172.32.0.1/", "https://[2001:db8::1]/"])(
    "takes %s",
    (url) => {
      expect(isPublicUrl(url)).toBe(true);
    },
  );

  it.each([
    "https://localhost/",
    "https://mcp/",
    "https://10.0.0.1/",
    "https://172.20.0.1/",
    "https://a.local/",
    "https://[::1]/",
    "https://[fe80::1]/",
    "x",
  ])("does not take %s", (url) => {
    expect(isPublicUrl(url)).toBe(false);
  });
});
