import { createHash, generateKeyPairSync } from "node:crypto";
import { createTestProvider, getTokens, introspect, masterKey } from "@sallyport/fixtures";
import { exportJWK, SignJWT } from "jose";
import { describe, expect, it } from "vitest";
import { decodeBase64url } from "../src/base64url.ts";
import { createSystemRandom } from "../src/random.ts";
import { decodeToken, encodeToken, tokenPrefixes } from "../src/secret-text.ts";
import { seal, tryOpen } from "../src/secret.ts";
import { verifyClientJwt } from "../src/tokens/jwt.ts";

const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/** Other spellings that a lenient decoder reads as the same bytes. */
function respell(text: string): string[] {
  const last = alphabet[alphabet.indexOf(text.at(-1) ?? "") ^ 1] ?? "";
  const unusedBit = text.length % 4 === 0 ? [] : [text.slice(0, -1) + last];
  const spellings = [`${text}=`, `${text}==`, `${text}\n`, ` ${text}`, ...unusedBit];
  return [...spellings, text.replaceAll("-", "+").replaceAll("_", "/")].filter((other) => other !== text);
}

describe("base64url", () => {
  it.each(["AR", "AQ==", "AQ=", "A", " AQ", "AQ\n", "A+", "_/8", "AQ.", "A Q"])(
    "[security:S12] has one text for the same bytes: not %j",
    (text) => {
      expect(decodeBase64url(text)).toBeUndefined();
    },
  );

  it("[security:S12] is read where it is in its one spelling", () => {
    expect(decodeBase64url("_-8")).toEqual(Buffer.from([255, 239]));
    expect(decodeBase64url("")).toEqual(Buffer.alloc(0));
  });

  it("[security:S12] is strict in codes and refresh tokens, also with a matching checksum", () => {
    const text = encodeToken(tokenPrefixes.authorizationCode, 7, createSystemRandom().bytes(32));
    expect(decodeToken(tokenPrefixes.authorizationCode, text, 32)?.id).toBe(7);
    const prefix = tokenPrefixes.authorizationCode;
    const body = text.slice(prefix.length, -6);
    const other = prefix + (respell(body).find((spelling) => spelling.length === body.length) ?? "");
    const checksum = createHash("sha256").update(other).digest("base64url").slice(0, 6);
    expect(decodeToken(prefix, other + checksum, 32)).toBeUndefined();
  });

  it("[security:S12] is strict in what this server sealed", () => {
    const sealed = seal(masterKey, { purpose: "test", plain: "hello" }, createSystemRandom());
    expect(tryOpen(masterKey, { purpose: "test", sealed })).toBe("hello");
    for (const other of respell(sealed)) {
      expect(tryOpen(masterKey, { purpose: "test", sealed: other })).toBeUndefined();
    }
  });

  it("[security:S12] is strict in access tokens", async () => {
    const test = await createTestProvider();
    const text = String((await getTokens(test, test.bas))["access_token"]);
    const [header = "", payload = "", signature = ""] = text.split(".");
    const others = [
      ...respell(signature).map((other) => [header, payload, other]),
      ...respell(payload).map((other) => [header, other, signature]),
    ];
    for (const other of others) {
      expect(await introspect(test, other.join("."))).toEqual({ active: false });
    }
    expect(await introspect(test, text)).toMatchObject({ active: true });
  });

  it("[security:S12] is strict in client assertions", async () => {
    const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
    const keySet = { keys: [await exportJWK(publicKey)] };
    const text = await new SignJWT({ sub: "client" }).setProtectedHeader({ alg: "ES256" }).sign(privateKey);
    expect(await verifyClientJwt(keySet, text)).toBeDefined();
    for (const other of respell(text)) expect(await verifyClientJwt(keySet, other)).toBeUndefined();
  });
});
