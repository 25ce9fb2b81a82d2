import { describe, expect, it } from "vitest";
import { requireWebPage } from "./open-in-browser.ts";

describe("an address that a browser should open", () => {
  it.each([
    "file:///etc/passwd",
    "smb://evil.example/share",
    "ms-msdt:/id PCWDiagnostic",
    "javascript:alert(1)",
    "data:text/html,hello",
    "http://evil.example/",
    "http://127.0.0.1.evil.example/",
    "HTTP://evil.example/",
    "ftp://localhost/",
    "not a URL",
    "--help",
  ])("[security:S7] is not %s", (url) => {
    expect(() => requireWebPage(url)).toThrow(expect.objectContaining({ code: "unsafe_address" }));
  });

  it.each([
    "https://auth.example/authorize?a=b",
    "http://127.0.0.1:4455/x",
    "http://localhost:4455/",
    "http://[::1]:1/",
  ])("may be %s", (url) => {
    expect(() => requireWebPage(url)).not.toThrow();
  });
});
