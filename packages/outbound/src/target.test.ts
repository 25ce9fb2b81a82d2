import { describe, expect, it } from "vitest";
import { readTarget } from "./target.ts";

const production = { allowLoopback: false };
const development = { allowLoopback: true };

describe("readTarget", () => {
  it("puts scheme, host and port in normal form, and keeps path and query", () => {
    expect(readTarget("HTTPS://Client.EXAMPLE:443/a/%7Eb?c=d%20e", production)).toEqual({
      ok: true,
      target: {
        origin: "https://client.example",
        path: "/a/%7Eb?c=d%20e",
        host: "client.example",
        authority: "client.example",
        port: 443,
        isSecure: true,
        isLoopback: false,
      },
    });
  });

  it.each(["https://xn--bcher-kva.example/", "https://a-b.c1.example:8443/x", `https://${"a".repeat(63)}.example/`])(
    "accepts %s",
    (url) => {
      expect(readTarget(url, production)).toMatchObject({ ok: true });
    },
  );

  it.each([
    ["url_malformed", ""],
    ["url_malformed", "https://client.example/\n"],
    ["url_malformed", " https://client.example/"],
    ["url_malformed", "https://client.example/\u0000"],
    ["url_malformed", "https://b\u00fccher.example/"],
    ["url_malformed", "https://client.example/#part"],
    ["url_malformed", "https://client.example\\@evil.example/"],
    ["url_malformed", "https:///client.example/"],
    ["url_malformed", "https://"],
    ["url_malformed", "https://a b.example/"],
    ["url_malformed", "https://client.example:99999/"],
    ["url_malformed", `https://client.example/${"a".repeat(2048)}`],
    ["url_scheme", "https:client.example/"],
    ["url_scheme", "https:/client.example/"],
    ["url_scheme", "http://client.example/"],
    ["url_scheme", "file:///etc/passwd"],
    ["url_scheme", "ftp://client.example/"],
    ["url_scheme", "data:application/json,{}"],
    ["url_scheme", "javascript:alert(1)"],
    ["url_scheme", "gopher://client.example/"],
    ["url_scheme", "//client.example/"],
    ["url_userinfo", "https://user:secret@client.example/"],
    ["url_userinfo", "https://@client.example/"],
    ["url_userinfo", "https://client.example%2f@evil.example/"],
    ["url_address", "https://8.8.8.8/"],
    ["url_address", "https://[2606:4700::1111]/"],
    ["url_host", "https://intranet/"],
    ["url_host", "https://client.example./"],
    ["url_host", "https://a..example/"],
    ["url_host", "https://-a.example/"],
    ["url_host", "https://a_b.example/"],
    ["url_host", "https://a*b.example/"],
    ["url_host", `https://${"a".repeat(64)}.example/`],
    ["url_host", `https://${"a.".repeat(124)}example/`],
    ["url_host", "https://printer.local/"],
    ["url_host", "https://metadata.google.internal/"],
    ["url_host", "https://router.home.arpa/"],
    ["url_host", "https://something.onion/"],
    ["url_port", "https://client.example:0/"],
    ["url_port", "https://client.example:22/"],
    ["url_port", "https://client.example:80/"],
    ["url_port", "https://client.example:1023/"],
    ["url_port", "https://client.example:6667/"],
  ])("[attack:A169] answers %s for %j", (reason, url) => {
    expect(readTarget(url, production)).toEqual({ ok: false, reason });
  });

  it.each(["https://client.example:1024/", "https://client.example:65535/", "https://client.example:8443/"])(
    "accepts the port of %s",
    (url) => {
      expect(readTarget(url, production)).toMatchObject({ ok: true });
    },
  );

  it.each([
    "http://localhost/",
    "http://localhost:3000/",
    "https://localhost/",
    "http://app.localhost:3000/",
    "http://127.0.0.1:3000/",
    "http://127.8.8.8:3000/",
    "http://[::1]:3000/",
  ])("accepts %s only with the exemption for this machine", (url) => {
    expect(readTarget(url, production)).toMatchObject({ ok: false });
    expect(readTarget(url, development)).toMatchObject({ ok: true, target: { isLoopback: true } });
  });

  it.each([
    ["url_scheme", "http://client.example/"],
    ["url_scheme", "http://10.0.0.1/"],
    ["url_address", "https://10.0.0.1/"],
    ["url_address", "https://0.0.0.0/"],
    ["url_address", "https://[::]/"],
    ["url_address", "https://[::ffff:127.0.0.1]/"],
    ["url_host", "https://localhost./"],
    ["url_host", "https://notlocalhost/"],
    ["url_port", "http://localhost:22/"],
  ])("[mcp:C7] answers %s for %s although this machine is exempt", (reason, url) => {
    expect(readTarget(url, development)).toEqual({ ok: false, reason });
  });
});
