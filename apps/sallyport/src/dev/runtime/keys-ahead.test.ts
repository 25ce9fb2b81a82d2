import { describe, expect, it } from "vitest";
import { makeKeysAhead } from "./keys-ahead.ts";

describe("key pairs that were begun beforehand", () => {
  it.each(["ES256", "RS256"] as const)("are given out once: the next of %s is another", async (alg) => {
    const makeKeyPair = makeKeysAhead();
    const [first, second] = await Promise.all([makeKeyPair(alg), makeKeyPair(alg)]);
    expect(first.publicKey.equals(second.publicKey)).toBe(false);
    expect([first, second].map(({ privateKey }) => privateKey.asymmetricKeyType)).toEqual(
      alg === "ES256" ? ["ec", "ec"] : ["rsa", "rsa"],
    );
  });
});
