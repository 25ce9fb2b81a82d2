import { describe, expect, it } from "vitest";
import { withKnownPasswords } from "./known-passwords.ts";
import { knownHashes, people } from "./people.ts";
import { createPasswordHasher } from "../../storage/passwords.ts";

const hasher = createPasswordHasher();

describe("the passwords that everybody knows", () => {
  it.each(people)("of $name has a hash as new passwords get it", async ({ password }) => {
    const hash = knownHashes.get(password) ?? "";
    expect(hasher.isCurrent(hash)).toBe(true);
    expect(await hasher.verify(hash, password)).toBe(true);
  });

  it("are hashed and checked without computing", async () => {
    const computed: string[] = [];
    const counting = {
      ...hasher,
      hash: async (password: string) => (computed.push(password), ""),
      verify: async (_: string, password: string) => computed.push(password) < 0,
    };
    const { hash, verify } = withKnownPasswords(counting, knownHashes);
    const kept = await hash("alice-pass");
    expect(kept).toBe(knownHashes.get("alice-pass"));
    expect(await verify(kept, "alice-pass")).toBe(true);
    expect(computed).toEqual([]);
  });

  it("open nothing but their own hash, and other passwords are computed", async () => {
    const { hash, verify } = withKnownPasswords(hasher, knownHashes);
    const alices = await hash("alice-pass");
    expect(await verify(alices, "bob-pass")).toBe(false);
    expect(await verify(alices, "something else")).toBe(false);
    const others = await hash("something else");
    expect(await verify(others, "something else")).toBe(true);
    expect(await verify(others, "alice-pass")).toBe(false);
  });
});
