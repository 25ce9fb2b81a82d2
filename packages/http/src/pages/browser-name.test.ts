import { expect, it } from "vitest";
import { browserName } from "./browser-name.ts";

const chrome =
  "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36";
const safari =
  "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1";

it.each([
  [chrome, "Chrome on Windows"],
  [safari, "Safari on iOS"],
  ["curl/8.5.0", undefined],
  ["", undefined],
  [undefined, undefined],
  ["<script>alert(1)</script>", undefined],
])("calls %j %j", (userAgent, name) => {
  expect(browserName(userAgent)).toBe(name);
});
