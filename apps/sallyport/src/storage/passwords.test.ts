import { StoreUnavailableError } from "@sallyport/core";
import { describe, expect, it } from "vitest";
import { createPasswordHasher } from "./passwords.ts";

describe("the password hasher", () => {
  it("uses argon2id with 19 MiB, two passes, one lane", async () => {
    const { hash, verify } = createPasswordHasher();
    const phc = await hash("correct horse");
    expect(phc).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(await verify(phc, "correct horse")).toBe(true);
    expect(await verify(phc, "correct horsf")).toBe(false);
  });

  it("takes as long for a person that does not exist", async () => {
    const { verify } = createPasswordHasher();
    const stranger =
      "$argon2id$v=19$m=19456,t=2,p=1$c2FsbHlwb3J0LXN0cmFuZ2Vy$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
    expect(await verify(stranger, "whatever")).toBe(false);
  });

  it("[fault:F33] refuses at once what is too much, and does the rest in turn", async () => {
    const { hash } = createPasswordHasher({ concurrent: 1, queued: 2 });
    const outcomes = await Promise.allSettled(["a", "b", "c", "d", "e"].map((text) => hash(text)));
    expect(outcomes.map(({ status }) => status)).toEqual([
      "fulfilled",
      "fulfilled",
      "fulfilled",
      "rejected",
      "rejected",
    ]);
    expect(outcomes[4]).toMatchObject({ reason: expect.any(StoreUnavailableError) });
    expect(await hash("again")).toMatch(/^\$argon2id/);
  });
});
