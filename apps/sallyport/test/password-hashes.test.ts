import { pbkdf2Sync, randomBytes, scryptSync } from "node:crypto";
import { hash as bcryptHash } from "@node-rs/bcrypt";
import { hash as argon2Hash } from "@node-rs/argon2";
import { describe, expect, it } from "vitest";
import { createPasswordHasher } from "../src/storage/passwords.ts";

const { verify, canVerify, isCurrent, hash } = createPasswordHasher();
const password = "correct horse";
const salt = randomBytes(16);
const phc = (bytes: Buffer): string => bytes.toString("base64").replaceAll("=", "");

/** Each made by another implementation than the one that checks it, but for `node:crypto`. */
const hashes: Record<string, () => Promise<string> | string> = {
  "argon2id of another cost": () => argon2Hash(password, { memoryCost: 7168, timeCost: 5, parallelism: 1 }),
  "bcrypt as 2b": () => bcryptHash(password, { cost: 10 }),
  "bcrypt as 2y": async () => (await bcryptHash(password, { cost: 5 })).replace("$2b$", "$2y$"),
  "bcrypt as 2a": async () => (await bcryptHash(password, { cost: 4 })).replace("$2b$", "$2a$"),
  scrypt: () => `$scrypt$ln=14,r=8,p=1$${phc(salt)}$${phc(scryptSync(password, salt, 64))}`,
  "PBKDF2 with SHA-1": () => `$pbkdf2$i=20000$${phc(salt)}$${phc(pbkdf2Sync(password, salt, 20_000, 20, "sha1"))}`,
  "PBKDF2 with SHA-256": () =>
    `$pbkdf2-sha256$i=27500$${phc(salt)}$${phc(pbkdf2Sync(password, salt, 27_500, 64, "sha256"))}`,
  "PBKDF2 with SHA-512": () =>
    `$pbkdf2-sha512$i=1000,l=32$${phc(salt)}$${phc(pbkdf2Sync(password, salt, 1_000, 32, "sha512"))}`,
  "PBKDF2 as passlib writes it": () =>
    `$pbkdf2-sha256$29000$${phc(salt).replaceAll("+", ".")}$${phc(pbkdf2Sync(password, salt, 29_000, 32, "sha256")).replaceAll("+", ".")}`,
};

describe("hashes of other systems", () => {
  it.each(Object.entries(hashes))("[migrate:P1] check passwords: %s", async (_name, make) => {
    const made = await make();
    expect(canVerify(made)).toBe(true);
    expect(isCurrent(made)).toBe(false);
    expect(await verify(made, password)).toBe(true);
    expect(await verify(made, "correct horsf")).toBe(false);
  });

  it("[migrate:P1] are found in the spelling that the other system hashed", async () => {
    const [typed, hashed] = ["ﬁrst pass", "ﬁrst pass".normalize("NFKC")];
    const made = `$scrypt$ln=4,r=8,p=1$${phc(salt)}$${phc(scryptSync(hashed, salt, 64, { N: 16 }))}`;
    expect(typed).not.toBe(hashed);
    expect(await verify(made, typed)).toBe(true);
  });

  it("are not ours", async () => {
    expect(isCurrent(await hash(password))).toBe(true);
  });

  it.each([
    ["nothing", ""],
    ["a text", "password"],
    ["a hash without salt", "5f4dcc3b5aa765d61d8327deb882cf99"],
    ["bcrypt with 2^20 rounds", `$2b$20$${"a".repeat(53)}`],
    ["bcrypt cut off", `$2b$10$${"a".repeat(52)}`],
    ["argon2id with a gigabyte", `$argon2id$v=19$m=999999,t=2,p=1$${"a".repeat(22)}$${"a".repeat(43)}`],
    ["argon2id with a hundred passes", `$argon2id$v=19$m=8192,t=99,p=1$${"a".repeat(22)}$${"a".repeat(43)}`],
    ["argon2i", `$argon2i$v=19$m=8192,t=2,p=1$${"a".repeat(22)}$${"a".repeat(43)}`],
    ["scrypt with a gigabyte", `$scrypt$ln=20,r=8,p=1$${"a".repeat(22)}$${"a".repeat(43)}`],
    ["scrypt with many lanes", `$scrypt$ln=14,r=8,p=9$${"a".repeat(22)}$${"a".repeat(43)}`],
    ["scrypt with no rounds", `$scrypt$ln=0,r=8,p=1$${"a".repeat(22)}$${"a".repeat(43)}`],
    ["PBKDF2 with nine million iterations", `$pbkdf2-sha256$i=9000000$${"a".repeat(22)}$${"a".repeat(43)}`],
    ["PBKDF2 with no iterations", `$pbkdf2-sha256$i=0$${"a".repeat(22)}$${"a".repeat(43)}`],
    ["PBKDF2 with MD5", `$pbkdf2-md5$i=1000$${"a".repeat(22)}$${"a".repeat(43)}`],
    ["a hash that is too long", `$pbkdf2-sha256$i=1000$${"a".repeat(600)}$${"a".repeat(43)}`],
  ])("[migrate:P2] match nothing when they are malformed or too costly: %s", async (_name, made) => {
    expect(canVerify(made)).toBe(false);
    expect(await verify(made, password)).toBe(false);
  });
});
