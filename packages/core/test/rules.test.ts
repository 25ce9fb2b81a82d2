import { createHash } from "node:crypto";
import { createTestProvider } from "@sallyport/fixtures";
import { describe, expect, it } from "vitest";
import { parseForm, readForm } from "../src/form.ts";
import { canonicalIssuer, issuerPath } from "../src/rules/issuer.ts";
import { isCodeChallenge, matchesCodeChallenge } from "../src/rules/pkce.ts";
import { parseMaxAge, parsePrompt } from "../src/rules/prompt.ts";
import { checkRedirectUri, matchesRedirectUri, withParameters } from "../src/rules/redirect-uri.ts";
import { parseScope, resolveScopes } from "../src/rules/scope.ts";
import { missingScopes } from "../src/rules/scope-hierarchy.ts";
import { narrowTarget, resolveTarget } from "../src/rules/target.ts";
import { epochSeconds } from "../src/time.ts";
import { createSystemRandom } from "../src/random.ts";
import { createSecretText, decodeToken, encodeToken, isSecretText, tokenPrefixes } from "../src/secret-text.ts";
import { hashSecret, open, seal, Secret } from "../src/secret.ts";

const challengeOf = (verifier: string): string => createHash("sha256").update(verifier).digest("base64url");

describe("PKCE", () => {
  const verifier = "a".repeat(43);

  it("[seed:T34 seed:S72 attack:A053] matches the verifier that made the challenge and no other", () => {
    expect(matchesCodeChallenge(verifier, challengeOf(verifier))).toBe(true);
    expect(matchesCodeChallenge("b".repeat(43), challengeOf(verifier))).toBe(false);
    expect(matchesCodeChallenge(challengeOf(verifier), challengeOf(verifier))).toBe(false);
  });

  it("[seed:T35] knows no other way to compare: a verifier equal to the challenge fails", () => {
    expect(matchesCodeChallenge(verifier, verifier)).toBe(false);
  });

  it.each([
    ["42 characters", "a".repeat(42)],
    ["129 characters", "a".repeat(129)],
    ["a plus", `${"a".repeat(42)}+`],
    ["nothing", ""],
  ])("[seed:C24 seed:D81 mcp:A1] refuses a verifier with %s", (_name, text) => {
    expect(matchesCodeChallenge(text, challengeOf(text))).toBe(false);
  });

  it("[mcp:A1] takes a verifier of 128 characters", () => {
    expect(matchesCodeChallenge("x".repeat(128), challengeOf("x".repeat(128)))).toBe(true);
  });

  it.each([
    ["42 characters", "a".repeat(42)],
    ["44 characters", "a".repeat(44)],
    ["padding", `${"a".repeat(43)}=`],
    ["a plus", `+${"a".repeat(42)}`],
    ["a space", ` ${"a".repeat(42)}`],
    ["bits beyond 32 bytes", `${"a".repeat(42)}b`],
    ["a letter beyond ASCII", `é${"a".repeat(42)}`],
  ])("[attack:A051] refuses a challenge with %s", (_name, text) => {
    expect(isCodeChallenge(text)).toBe(false);
  });
});

describe("scope", () => {
  it("[seed:T32 seed:S73] reads names in order and forgives extra blanks", () => {
    expect(parseScope("a b")).toEqual(["a", "b"]);
    expect(parseScope("")).toEqual([]);
    expect(parseScope("  a   b ")).toEqual(["a", "b"]);
  });

  it("[seed:T33 seed:D25] keeps each name once, in the order asked", () => {
    expect(parseScope("b a b")).toEqual(["b", "a"]);
  });

  it.each(['a"b', "a\\b", "a\tb", "é", "a".repeat(5000), Array.from({ length: 101 }, (_, n) => `s${n}`).join(" ")])(
    "is not a scope: %#",
    (text) => {
      expect(parseScope(text)).toBeUndefined();
    },
  );

  it("[seed:D24] gives a privileged scope only to a client that has it by name", async () => {
    const { pub } = await createTestProvider();
    const catalogue = new Map([
      ["admin", { name: "admin", roles: ["owner" as const] }],
      ["notes", { name: "notes" }],
    ]);
    const ask = (scopes: string[] | undefined, requested: string[] | undefined) => {
      const { scopes: _none, ...anything } = pub;
      const client = scopes === undefined ? anything : { ...pub, scopes };
      return resolveScopes({ requested, client, catalogue, resources: [] });
    };
    expect(ask(undefined, ["admin", "notes"])).toEqual(["notes"]);
    expect(ask(["admin"], ["admin", "notes"])).toEqual(["admin"]);
    expect(ask(["admin", "notes"], undefined)).toEqual(["notes"]);
  });

  it("[seed:T54] judges a subset whatever the order", () => {
    expect(missingScopes(["a", "b", "c"], ["b", "a"])).toEqual([]);
    expect(missingScopes(["a", "b", "c"], ["a", "d"])).toEqual(["d"]);
  });
});

describe("redirect URIs", () => {
  it.each([
    "https://app.example/cb",
    "https://app.example",
    "https://app.example/cb?x=1",
    "http://127.0.0.1/cb",
    "http://[::1]/cb",
    "http://localhost:8787/callback",
    "http://127.0.0.1:33418/",
    "cursor://anysphere.cursor-mcp/oauth/callback",
    "com.example.app:/cb",
  ])("[mcp:U4 attack:A043] takes %s", (uri) => {
    expect(checkRedirectUri(uri)).toEqual({ ok: true });
  });

  it.each([
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "java\tscript:alert(1)",
    " javascript:alert(1)",
    "data:text/html,x",
    "vbscript:x",
    "file:///etc/passwd",
    "blob:https://app.example/x",
    "about:blank",
    "ws://app.example/",
    "mailto:a@b.example",
    "intent://x#Intent;end",
  ])("[attack:A042 mcp:U4] refuses the scheme of %s", (uri) => {
    expect(checkRedirectUri(uri).ok).toBe(false);
  });

  it.each(["myapp:/cb", "com.example.app://cb", "cursor:", "com.example.app:/", "nothing"])(
    "[attack:A043] refuses the private-use form %s",
    (uri) => {
      expect(checkRedirectUri(uri).ok).toBe(false);
    },
  );

  it.each([
    "http://app.example/cb",
    "https://*.example/cb",
    "https://10.0.0.1/cb",
    "https://[2001:db8::1]/cb",
    `https://app.example/${"a".repeat(2048)}`,
    "https://app.example/cb#frag",
    "https://app.example/cb#",
    "https://user@app.example/cb",
    "https://user:pw@app.example/cb",
    "https://@app.example/cb",
    "https://APP.example/cb",
    "HTTPS://app.example/cb",
    "https://app.example./cb",
    "https://app.example:443/cb",
    "https://app.example/x/../cb",
    "https://app.example/a%2Fcb",
    "https://app.example/%2e%2e/cb",
    "https://app.example\\@evil.example/cb",
    "https://аpp.example/cb",
    "http://127.0.0.1:0/cb",
    "http://127.0.0.1:65536/cb",
    "http://localhost.evil.example/cb",
    "http://127.0.0.1.evil.example/cb",
    "/cb",
    "",
  ])("[attack:A044 attack:A033 attack:A039 mcp:U5 seed:C7 seed:D139 seed:D140] refuses %s", (uri) => {
    expect(checkRedirectUri(uri).ok).toBe(false);
  });

  it.each([
    ["http://127.0.0.1:51004/cb", "http://127.0.0.1/cb"],
    ["http://127.0.0.1/cb", "http://127.0.0.1:1/cb"],
    ["http://[::1]:1/cb", "http://[::1]/cb"],
    ["http://localhost:3000/cb", "http://localhost/cb"],
    ["http://127.0.0.1:8000", "http://127.0.0.1"],
    ["http://127.0.0.1:8000/?x=1", "http://127.0.0.1/?x=1"],
  ])("[mcp:U2 attack:A036 seed:C8 seed:D19] %s is %s on another port", (requested, registered) => {
    expect(matchesRedirectUri(requested, registered)).toBe(true);
  });

  it.each([
    "http://localhost:51004/cb",
    "http://[::1]/cb",
    "http://127.0.0.1/other",
    "http://127.0.0.1/cb?x=1",
    "https://127.0.0.1/cb",
    "http://x@127.0.0.1/cb",
    "http://127.0.0.1.evil.example/cb",
    "http://127.0.0.1:0/cb",
    "http://127.0.0.1:65536/cb",
    "http://127.0.0.1:99999/cb",
    "http://127.0.0.1:/cb",
    "http://127.0.0.1:+80/cb",
    "http://127.0.0.1:080/cb",
  ])("[mcp:U3 attack:A037 attack:A040] %s is not http://127.0.0.1/cb", (requested) => {
    expect(matchesRedirectUri(requested, "http://127.0.0.1/cb")).toBe(false);
  });

  it.each([
    "https://app.example/cb/",
    "https://app.example/cb/x",
    "https://app.example/CB",
    "https://app.example/cb?x=1",
    "https://app.example/cb%20",
    "https://app.example//cb",
    "https://APP.example/cb",
    "https://app.example:443/cb",
    "https://app.example:8443/cb",
    "https://app.example/%63b",
    "https://app.example/cb/../cb",
    "https://app.example/cb;a=b",
    "https://app.example@evil.example/cb",
    "https://app.example.evil.example/cb",
    "https://evil.example/app.example/cb",
  ])(
    "[mcp:U1 attack:A029 attack:A030 attack:A031 attack:A032 attack:A041] %s is not https://app.example/cb",
    (requested) => {
      expect(matchesRedirectUri(requested, "https://app.example/cb")).toBe(false);
    },
  );

  it("[mcp:U6 attack:A047 seed:D20] appends to a query byte for byte", () => {
    expect(withParameters("https://app.example/cb?x=%41+b", { code: "c d", state: undefined })).toBe(
      "https://app.example/cb?x=%41+b&code=c%20d",
    );
    expect(withParameters("https://app.example/a%41", { code: "c" })).toBe("https://app.example/a%41?code=c");
    expect(withParameters("https://app.example/cb?", { code: "c" })).toBe("https://app.example/cb?code=c");
  });
});

describe("targets", () => {
  const resource = (uri: string) => ({
    uri,
    canonical: uri.replace(/\/$/, ""),
    version: 1,
    scopes: [],
    createdAt: epochSeconds(0),
  });
  const one = resource("https://mcp.example/mcp");
  const two = resource("https://other.example/mcp/");

  it("[mcp:I2 attack:A111] finds a resource by its canonical spelling and keeps the registered one", () => {
    const target = (uri: string) =>
      resolveTarget({ requested: [uri], registered: [one, two], defaultResource: undefined });
    expect(target("https://MCP.example:443/mcp/")).toEqual({ ok: true, resources: ["https://mcp.example/mcp"] });
    expect(target("https://other.example/mcp")).toEqual({ ok: true, resources: ["https://other.example/mcp/"] });
    expect(target("https://mcp.example/mcp?x").ok).toBe(false);
    expect(target("https://mcp.example/mcp/../mcp").ok).toBe(false);
  });

  it("[mcp:I3] takes an origin for the only resource below it", () => {
    const ask = (requested: string, registered: (typeof one)[]) =>
      resolveTarget({ requested: [requested], registered, defaultResource: undefined });
    expect(ask("https://mcp.example/", [one, two])).toEqual({ ok: true, resources: [one.uri] });
    expect(ask("https://mcp.example", [one, resource("https://mcp.example/second")]).ok).toBe(false);
    expect(ask("https://mcp.example", [two]).ok).toBe(false);
    expect(ask("https://mcp.example.evil/", [one]).ok).toBe(false);
    expect(ask("https://mcp.example/m", [resource("https://mcp.example/m/cp")]).ok).toBe(false);
    expect(narrowTarget(["https://mcp.example/"], [one.uri]).ok).toBe(true);
  });

  it("[mcp:I4] without a resource means the client's, else the only one, else none can be meant", () => {
    const ask = (registered: (typeof one)[], defaultResource?: string) =>
      resolveTarget({ requested: [], registered, defaultResource });
    expect(ask([one])).toEqual({ ok: true, resources: [one.uri] });
    expect(ask([one, two]).ok).toBe(false);
    expect(ask([one, two], two.uri)).toEqual({ ok: true, resources: [two.uri] });
    expect(ask([])).toEqual({ ok: true, resources: [] });
  });

  it("[mcp:I7 mcp:T9] lets a token request pick among the grant's resources only", () => {
    expect(narrowTarget([one.uri], [one.uri, two.uri])).toEqual({ ok: true, resources: [one.uri] });
    expect(narrowTarget([], [one.uri])).toEqual({ ok: true, resources: [one.uri] });
    expect(narrowTarget([two.uri], [one.uri]).ok).toBe(false);
    expect(narrowTarget(["https://mcp.example/mcp#x"], [one.uri]).ok).toBe(false);
  });
});

describe("the issuer", () => {
  it("[mcp:D2 mcp:5.12 seed:D91] has one spelling", () => {
    expect(canonicalIssuer("https://AS.example:443/")).toEqual({ ok: true, issuer: "https://as.example" });
    expect(canonicalIssuer("https://as.example/t1/")).toEqual({ ok: true, issuer: "https://as.example/t1" });
    expect(issuerPath("https://as.example/t1")).toBe("/t1");
    expect(issuerPath("https://as.example")).toBe("");
  });

  it.each([
    "http://as.example",
    "https://as.example/?x",
    "https://as.example#f",
    "https://u@as.example",
    "as.example",
    "ftp://as.example",
  ])("[mcp:D12 seed:D173] cannot be %s", (text) => {
    expect(canonicalIssuer(text).ok).toBe(false);
  });

  it("[mcp:D12 mcp:5.24] may be http on loopback", () => {
    expect(canonicalIssuer("http://localhost:4455")).toEqual({ ok: true, issuer: "http://localhost:4455" });
  });
});

describe("prompt and max_age", () => {
  it.each(["none login", "NONE", "__proto__", "login  consent"])("[attack:A019] refuses prompt=%s", (text) => {
    expect(parsePrompt(text)).toBeUndefined();
  });

  it.each(["-1", "abc", "9999999999999999999", "1.5", "1e9"])("[attack:A020] refuses max_age=%s", (text) => {
    expect(parseMaxAge(text)).toBe("invalid");
  });
});

describe("forms", () => {
  it("[mcp:T11 seed:D15] notices repeated names and lets resource repeat", () => {
    const form = parseForm("a=1&a=1&resource=x&resource=y");
    expect(form.repeated()).toEqual(["a"]);
    expect(form.resources()).toEqual(["x", "y"]);
  });

  it("[attack:A008] takes bracketed names as they are", () => {
    const form = parseForm("client_id[]=a&__proto__=b&client_id[$ne]=c");
    expect(form.get("client_id")).toBeUndefined();
    expect(form.get("__proto__")).toBe("b");
  });

  it.each(["application/x-www-form-urlencoded", "application/x-www-form-urlencoded; charset=UTF-8"])(
    "[mcp:T10] reads %s",
    (contentType) => {
      expect(readForm({ contentType, body: "a=1" }).get("a")).toBe("1");
    },
  );

  it.each([
    "application/json",
    "multipart/form-data",
    "text/plain",
    undefined,
    "application/x-www-form-urlencoded; charset=utf-16",
  ])("[attack:A090 mcp:T10] refuses %s", (contentType) => {
    expect(() => readForm({ contentType, body: "a=1" })).toThrow(/application\/x-www-form-urlencoded/);
  });

  it("[attack:A091] refuses thousands of parameters", () => {
    expect(() => parseForm("a=1&".repeat(301))).toThrow(/more than 300/);
  });
});

describe("secret texts", () => {
  const random = createSystemRandom();

  it("[seed:T29 seed:T30 seed:S70 attack:A066] are long, unlike each other, and safe in every header", () => {
    const texts = Array.from({ length: 1000 }, (_, id) =>
      encodeToken(tokenPrefixes.authorizationCode, id + 1, random.bytes(32)),
    );
    expect(new Set(texts.map((text) => text.slice(6, 22))).size).toBe(1000);
    for (const text of texts) expect(text).toMatch(/^sp_ac_[A-Za-z0-9_-]{60,}$/);
  });

  it("come apart again, and not after a typing mistake", () => {
    const secret = random.bytes(32);
    const text = encodeToken(tokenPrefixes.authorizationCode, 2 ** 53 - 1, secret);
    expect(decodeToken(tokenPrefixes.authorizationCode, text, 32)).toEqual({ id: 2 ** 53 - 1, secret });
    const mistyped = text.slice(0, 20) + (text[20] === "A" ? "B" : "A") + text.slice(21);
    expect(decodeToken(tokenPrefixes.authorizationCode, mistyped, 32)).toBeUndefined();
    expect(decodeToken(tokenPrefixes.refreshToken, text, 32)).toBeUndefined();
  });

  it("[mcp:T6] of clients have 256 random bits and a checksum", () => {
    const text = createSecretText(tokenPrefixes.clientSecret, random);
    expect(isSecretText(tokenPrefixes.clientSecret, text)).toBe(true);
    expect(encodeURIComponent(text)).toBe(text);
  });

  it("[seed:T31 seed:S71] are kept as SHA-256", () => {
    expect(hashSecret("x")).toBe(createHash("sha256").update("x").digest("base64url"));
  });

  it("never print", () => {
    const secret = new Secret("hush");
    expect(`${secret} ${JSON.stringify({ secret })}`).not.toContain("hush");
  });

  it("are sealed for one purpose under one master key", () => {
    const master = new Secret("master");
    const sealed = seal(master, { purpose: "a", plain: "text" }, random);
    expect(open(master, { purpose: "a", sealed })).toBe("text");
    expect(() => open(master, { purpose: "b", sealed })).toThrow();
    expect(() => open(new Secret("other"), { purpose: "a", sealed })).toThrow();
  });
});
