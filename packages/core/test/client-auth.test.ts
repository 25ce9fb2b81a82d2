import { createHash, generateKeyPairSync } from "node:crypto";
import { basicHeader, createTestProvider, formRequest, type TestProvider } from "@sallyport/fixtures";
import { exportJWK, SignJWT } from "jose";
import { beforeAll, describe, expect, it } from "vitest";
import type { OAuthRequest } from "../src/messages.ts";
import type { SecretHash } from "../src/secret.ts";
import { verifyClientJwt } from "../src/tokens/jwt.ts";

let test: TestProvider;
let post: { id: string; secret: string };

beforeAll(async () => {
  test = await createTestProvider();
  const created = await test.provider.manage.clients.create({
    name: "Post",
    type: "confidential",
    authMethod: "client_secret_post",
    redirectUris: ["https://app.example/cb"],
  });
  post = { id: created.client.id, secret: created.secret ?? "" };
});

/** How a token request without a usable grant is answered: `invalid_request` (no grant_type) means the client passed. */
async function outcome(request: OAuthRequest): Promise<string> {
  try {
    await test.provider.token(request);
    return "ok";
  } catch (error) {
    if (!(error instanceof Error) || !("error" in error) || !("reason" in error)) throw error;
    return error.reason === "missing_grant_type" ? "passed" : String(error.error);
  }
}

const form = (parameters: Record<string, string>, header?: string) => formRequest(parameters, header);

describe("client authentication", () => {
  it("[seed:T37 mcp:T5] lets a public client in by its id", async () => {
    expect(await outcome(form({ client_id: test.pub.id }))).toBe("passed");
  });

  it("[seed:T38 seed:S75 seed:T58] lets a confidential client in by its secret only", async () => {
    expect(await outcome(form({}, basicHeader(test.bas.id, test.secret)))).toBe("passed");
    expect(await outcome(form({}, basicHeader(test.bas.id, "wrong")))).toBe("invalid_client");
    expect(await outcome(form({ client_id: test.bas.id }))).toBe("invalid_client");
  });

  it("[seed:T36 seed:S74 seed:T59 seed:D71] answers unknown, disabled and wrong alike", async () => {
    const { client } = await test.provider.manage.clients.create({
      name: "Off",
      type: "public",
      redirectUris: ["https://app.example/cb"],
    });
    await test.provider.manage.clients.setStatus(client.id, "disabled");
    const answers = [
      form({ client_id: "client_nobody" }),
      form({ client_id: client.id }),
      form({ client_id: test.bas.id, client_secret: "x" }),
    ];
    const errors = await Promise.all(
      answers.map((request) => test.provider.token(request).catch((error: unknown) => error)),
    );
    expect(new Set(errors.map(String)).size).toBe(1);
    expect(errors[0]).toMatchObject({ error: "invalid_client", status: 401 });
  });

  it("[seed:T39 seed:S75] never takes a stored hash of an old form for a match", async () => {
    const secret = "old secret";
    const secretHash = createHash("sha256").update(secret).digest("hex") as SecretHash;
    await test.store.clients.insert({ ...test.bas, id: "client_old", secretHash });
    expect(await outcome(form({}, basicHeader("client_old", secret)))).toBe("invalid_client");
    expect(await outcome(form({}, basicHeader("client_old", "other")))).toBe("invalid_client");
  });

  it("[attack:A073 seed:S45 seed:T61] refuses a secret that cannot be checked", async () => {
    expect(await outcome(form({ client_id: test.pub.id, client_secret: "x" }))).toBe("invalid_client");
  });

  it("[mcp:T7] ignores a public client's empty credentials", async () => {
    expect(await outcome(form({ client_id: test.pub.id, client_secret: "" }))).toBe("passed");
    expect(await outcome(form({}, basicHeader(test.pub.id, "")))).toBe("passed");
  });

  it("[attack:A072] never takes an empty secret for a confidential client's", async () => {
    for (const secret of ["", " ", "\0"]) {
      expect(await outcome(form({}, basicHeader(test.bas.id, secret)))).toBe("invalid_client");
      expect(await outcome(form({ client_id: test.bas.id, client_secret: secret }))).toBe("invalid_client");
    }
  });

  it("[attack:A069 seed:D68 mcp:T5] refuses two methods at once", async () => {
    const header = basicHeader(test.bas.id, test.secret);
    for (const secret of [test.secret, "other"]) {
      expect(await outcome(form({ client_id: test.bas.id, client_secret: secret }, header))).toBe("invalid_request");
    }
  });

  it("[seed:C18 seed:D66 attack:A070] takes Basic with the same id in the body and refuses another", async () => {
    const header = basicHeader(test.bas.id, test.secret);
    expect(await outcome(form({ client_id: test.bas.id }, header))).toBe("passed");
    expect(await outcome(form({ client_id: test.pub.id }, header))).toBe("invalid_request");
  });

  it("[attack:A074] holds a client to the method that it chose, and lets a filled-in one be either", async () => {
    expect(await outcome(form({}, basicHeader(post.id, post.secret)))).toBe("invalid_client");
    expect(await outcome(form({ client_id: post.id, client_secret: post.secret }))).toBe("passed");
    expect(await outcome(form({ client_id: test.bas.id, client_secret: test.secret }))).toBe("passed");
  });

  it("[attack:A075 mcp:T6 seed:D67] decodes both parts of Basic", async () => {
    const encode = (text: string) => [...text].map((letter) => `%${letter.charCodeAt(0).toString(16)}`).join("");
    expect(await outcome(form({}, basicHeader(encode(test.bas.id), encode(test.secret))))).toBe("passed");
  });

  it.each([
    ["no base64", "Basic !!!"],
    ["no padding", `Basic ${Buffer.from("ab:cd").toString("base64").replaceAll("=", "")}`],
    ["the URL alphabet", `Basic ${Buffer.from("ab:c?>?>").toString("base64url")}==`],
    ["a broken percent sign", basicHeader("a", "%zz")],
    ["no colon", `Basic ${Buffer.from("abcdef").toString("base64")}`],
    ["no UTF-8", `Basic ${Buffer.from([0x61, 0x3a, 0xff]).toString("base64")}`],
  ])("[attack:A075 seed:D69 seed:S38] refuses Basic with %s, whatever stands in the body", async (_name, header) => {
    const error: unknown = await test.provider
      .token(form({ client_id: test.pub.id }, header))
      .catch((caught: unknown) => caught);
    expect(error).toMatchObject({ error: "invalid_client", reason: "malformed_basic", usedBasic: true });
  });

  it("[attack:A076 seed:D67] reads the scheme in any case, and one header only", async () => {
    const header = basicHeader(test.bas.id, test.secret);
    expect(await outcome(form({}, header.replace("Basic", "bAsIc")))).toBe("passed");
    expect(await outcome({ ...form({}), authorization: [header, header] })).toBe("invalid_request");
    expect(await outcome(form({ client_id: test.pub.id }, "Bearer x"))).toBe("invalid_client");
  });

  it("[seed:T7 seed:S43] wants some client", async () => {
    expect(await outcome(form({}))).toBe("invalid_client");
  });

  it("[attack:A071] wants the secret at every endpoint", async () => {
    const request = form({ client_id: test.bas.id, token: "x", grant_type: "refresh_token", refresh_token: "x" });
    const { provider } = test;
    for (const endpoint of [provider.token, provider.revoke, provider.introspect]) {
      await expect(endpoint(request)).rejects.toMatchObject({ error: "invalid_client" });
    }
  });

  it("[attack:A085 seed:S42 seed:D64] knows grant types by name only", async () => {
    const ask = (grantType: string) => test.provider.token(form({ client_id: test.pub.id, grant_type: grantType }));
    for (const name of ["password", "implicit", "__proto__", "constructor", "toString", "nonsense"]) {
      await expect(ask(name)).rejects.toMatchObject({ error: "unsupported_grant_type", status: 400 });
    }
    await expect(
      test.provider.token(formRequest(`client_id=${test.pub.id}&grant_type=a&grant_type=a`)),
    ).rejects.toMatchObject({
      error: "invalid_request",
    });
  });

  it("[attack:A086] keeps a client to the grants that it registered for", async () => {
    const { client } = await test.provider.manage.clients.create({
      name: "No renewal",
      type: "public",
      redirectUris: ["https://app.example/cb"],
      grantTypes: ["authorization_code"],
    });
    await expect(
      test.provider.token(form({ client_id: client.id, grant_type: "refresh_token", refresh_token: "x" })),
    ).rejects.toMatchObject({ error: "unauthorized_client" });
  });
});

describe("the type of a client assertion", () => {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const verify = async (header: { typ?: string }): Promise<unknown> => {
    const text = await new SignJWT({ sub: "client" }).setProtectedHeader({ alg: "ES256", ...header }).sign(privateKey);
    return await verifyClientJwt({ keys: [await exportJWK(publicKey)] }, text);
  };

  it.each(["at+jwt", "application/at+jwt", "logout+jwt", "dpop+jwt", ""])("[security:S13] is not %j", async (typ) => {
    expect(await verify({ typ })).toBeUndefined();
  });

  it.each([{}, { typ: "JWT" }, { typ: "jwt" }, { typ: "client-authentication+jwt" }])(
    "[security:S13] may be %j",
    async (header) => {
      expect(await verify(header)).toEqual({ sub: "client" });
    },
  );
});
