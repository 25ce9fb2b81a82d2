import { expect, it } from "vitest";
import { prefersJson } from "./accept.ts";

it.each([
  [undefined, false],
  ["*/*", false],
  ["text/html,application/xhtml+xml,*/*;q=0.8", false],
  ["application/json", true],
  ["application/json, text/plain, */*", true],
  ["text/html, application/json", false],
  ["text/html;q=0.5, application/json", true],
  ["application/json;q=0", false],
  ["APPLICATION/JSON;Q=0.2", true],
  ["application/json;q=nonsense", false],
])("reads %s as %s", (accept, expected) => {
  expect(prefersJson(accept)).toBe(expected);
});
