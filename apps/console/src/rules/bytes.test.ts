import { expect, it } from "vitest";
import { formatBytes } from "./bytes.ts";

it.each([
  [0, "0 bytes"],
  [1023, "1,023 bytes"],
  [1024, "1 KiB"],
  [3_565_158, "3.4 MiB"],
  [2 ** 52, "4,096 TiB"],
])("a size of %d is said in the largest unit that it fills: %s", (bytes, text) => {
  expect(formatBytes(bytes)).toBe(text);
});
