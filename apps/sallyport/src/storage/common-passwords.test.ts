import { describe, expect, it } from "vitest";
import { isCommonPassword } from "./common-passwords.ts";

describe("a common password", () => {
  it.each(["password", "Password", "12345678", "qwertyuiop", "iloveyou", "sunshine1", "trustno1"])(
    "[security:S13] is %s",
    async (password) => {
      expect(await isCommonPassword(password)).toBe(true);
    },
  );

  it.each(["alice-pass", "correct horse battery", "9b1deb4d-3b7d"])("[security:S13] is not %s", async (password) => {
    expect(await isCommonPassword(password)).toBe(false);
  });
});
