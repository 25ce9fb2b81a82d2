import { read } from "@sallyport/fixtures";
import { expect, it } from "vitest";
import { sendRaw } from "./raw.ts";
import { startServer } from "./start-server.ts";

const formType = "application/x-www-form-urlencoded";

it("[mcp:T1 mcp:T2 seed:S37 seed:T16 seed:D65] answers with uncached JSON: a type, a numeric lifetime, the scope, no null", async () => {
  await using server = await startServer();
  const reply = await server.driver().getTokens();
  expect(reply.status).toBe(200);
  expect(reply.headers.get("content-type")).toBe("application/json");
  expect(reply.headers.get("cache-control")).toBe("no-store");
  expect(reply.headers.get("pragma")).toBe("no-cache");
  expect(read(reply)).toMatchObject({ token_type: "Bearer", expires_in: 900, scope: "openid profile email" });
  expect(Object.values(read(reply))).not.toContain(null);
});

it("[mcp:T3 mcp:T4 seed:S97 seed:S43 seed:C17 seed:D63] tells each failure by its registered name, as uncached JSON", async () => {
  await using server = await startServer();
  const driver = server.driver();
  const code = await driver.getCode();
  const failures = [
    [await driver.redeem("sp_ac_unknown"), 400, "invalid_grant"],
    [await driver.redeem(code, { code_verifier: "x".repeat(43) }), 400, "invalid_grant"],
    [await driver.redeem(code, { resource: "https://other.example/" }), 400, "invalid_target"],
    [await driver.refresh("sp_rt_unknown"), 400, "invalid_grant"],
    [await driver.redeem(code, { grant_type: "password" }), 400, "unsupported_grant_type"],
    [await driver.redeem(code, { grant_type: undefined }), 400, "invalid_request"],
    [await driver.redeem(code, { client_id: "nobody" }), 401, "invalid_client"],
    [await driver.redeem(code, { client_id: undefined }), 401, "invalid_client"],
  ] as const;
  for (const [reply, status, error] of failures) {
    expect([error, reply.status]).toEqual([error, status]);
    expect(reply.headers.get("content-type")).toBe("application/json");
    expect(reply.headers.get("cache-control")).toBe("no-store");
    const { error: code, error_description: description, error_id: errorId, ...others } = read(reply);
    expect(code).toBe(error);
    expect(description).toMatch(/^[\x20\x21\x23-\x5b\x5d-\x7e]+$/);
    expect(errorId).toMatch(/^err_[0-9a-z]{8}$/);
    expect(others).toEqual({});
  }
});

it("[mcp:T4 seed:S43 seed:D70] challenges for Basic only whom used it, and everybody with some scheme", async () => {
  await using server = await startServer();
  const driver = server.driver();
  const inBody = await driver.redeem("x", { client_id: "nobody" });
  expect(inBody.status).toBe(401);
  expect(inBody.headers.get("www-authenticate")).toMatch(/^ClientCredentials realm="/);
  const authorization = `Basic ${btoa(`${server.bas.id}:wrong`)}`;
  for (const name of ["token_endpoint", "revocation_endpoint", "introspection_endpoint"]) {
    const byHeader = await driver.post(name, { client_id: undefined, token: "x" }, { authorization });
    expect(byHeader).toMatchObject({ status: 401, json: { error: "invalid_client" } });
    expect(byHeader.headers.get("www-authenticate")).toBe(`Basic realm="${server.issuer}", charset="UTF-8"`);
  }
});

it("[mcp:T10 attack:A090] takes a form with or without charset, and no other type", async () => {
  await using server = await startServer();
  const driver = server.driver();
  const url = await driver.endpoint("token_endpoint");
  const send = (body: string, type?: string) =>
    driver.send(url, { method: "POST", body, headers: type === undefined ? {} : { "content-type": type } });
  const form = `client_id=${server.pub.id}&grant_type=password`;
  for (const type of [formType, `${formType}; charset=utf-8`, `${formType.toUpperCase()};charset="UTF-8"`]) {
    expect((await send(form, type)).json).toMatchObject({ error: "unsupported_grant_type" });
  }
  const others = ["application/json", "multipart/form-data; boundary=x", "text/plain", `${formType}; charset=utf-16`];
  for (const type of [...others, undefined]) {
    expect(await send(form, type)).toMatchObject({ status: 400, json: { error: "invalid_request" } });
  }
});

it("[mcp:T11 seed:D15] ignores unknown parameters and refuses repeated ones", async () => {
  await using server = await startServer();
  const driver = server.driver();
  expect((await driver.redeem(await driver.getCode(), { unknown: ["1"], audience: "x" })).status).toBe(200);
  const code = await driver.getCode();
  for (const changes of [{ code: [code, code] }, { grant_type: ["authorization_code", "refresh_token"] }]) {
    expect(await driver.redeem(code, changes)).toMatchObject({ status: 400, json: { error: "invalid_request" } });
  }
  expect((await driver.redeem(code)).status).toBe(200);
});

it("[attack:A089 attack:A148 attack:A152] takes only POST, and no credentials in the URL", async () => {
  await using server = await startServer();
  const driver = server.driver();
  const credentials = `client_id=${server.bas.id}&client_secret=${server.secret}&grant_type=x&token=x`;
  for (const name of ["token_endpoint", "revocation_endpoint", "introspection_endpoint"]) {
    const url = `${await driver.endpoint(name)}?${credentials}`;
    for (const method of ["GET", "HEAD", "PUT", "DELETE"]) {
      const reply = await driver.send(url, { method });
      expect(reply.status).toBe(405);
      expect(reply.headers.get("allow")).toBe("POST, OPTIONS");
    }
    const reply = await driver.send(url, { method: "POST", body: new URLSearchParams({ token: "x" }) });
    expect(reply).toMatchObject({ status: 401, json: { error: "invalid_client" } });
  }
});

it("[attack:A091 seed:S10] refuses bodies over 16 KiB, and compressed ones, and closes the connection", async () => {
  await using server = await startServer();
  const driver = server.driver();
  const url = await driver.endpoint("token_endpoint");
  const post = (body: string, headers: Record<string, string> = {}) =>
    driver.send(url, { method: "POST", body, headers: { "content-type": formType, ...headers } });
  expect((await post(`a=${"x".repeat(16_382)}`)).status).toBe(401);
  const tooLarge = await post(`a=${"x".repeat(16_383)}`);
  expect(tooLarge).toMatchObject({ status: 413, json: { error: "invalid_request" } });
  expect(tooLarge.headers.get("connection")).toBe("close");
  expect((await post(`a=${"é".repeat(8_192)}`)).status).toBe(413);
  for (const encoding of ["gzip", "br", "deflate, gzip"]) {
    const reply = await post("a=b", { "content-encoding": encoding });
    expect(reply.status).toBe(415);
    expect(reply.headers.get("connection")).toBe("close");
  }
});

it("[attack:A091] ends a chunked body without end at 16 KiB", async () => {
  await using server = await startServer();
  const head = `POST /oauth/provider/token HTTP/1.1\r\nHost: 127.0.0.1:${server.port}\r\nContent-Type: ${formType}\r\n`;
  const chunks = `1000\r\n${"x".repeat(0x1000)}\r\n`.repeat(5);
  expect(await sendRaw(server.port, `${head}Transfer-Encoding: chunked\r\n\r\n${chunks}`)).toMatch(/^HTTP\/1\.1 413 /);
  const announced = `${head}Content-Length: 1000000000\r\n\r\nx`;
  expect(await sendRaw(server.port, announced)).toMatch(/^HTTP\/1\.1 413 /);
});

it("[attack:A235 seed:D65 seed:D138] lets only metadata and keys be stored", async () => {
  await using server = await startServer();
  const driver = server.driver({ client: server.bas });
  const tokens = read(await driver.getTokens());
  const bearer = { authorization: `Bearer ${String(tokens["access_token"])}` };
  const replies = [
    await driver.introspect(String(tokens["access_token"])),
    await driver.revoke(String(tokens["refresh_token"])),
    await driver.send(await driver.endpoint("userinfo_endpoint"), { headers: bearer }),
    await driver.send(await driver.endpoint("token_endpoint")),
    await driver.authorize(),
    await driver.visit("/nothing"),
    await driver.visit("/healthz"),
  ];
  for (const reply of replies) expect(reply.headers.get("cache-control")).toBe("no-store");
  const keys = await driver.send(await driver.endpoint("jwks_uri"));
  expect(keys.headers.get("cache-control")).toBe("public, max-age=300");
  expect(keys.headers.get("etag")).toMatch(/^"/);
});

it("challenges at user-info: bare without a token, with the error when there was one", async () => {
  await using server = await startServer();
  const driver = server.driver();
  const url = await driver.endpoint("userinfo_endpoint");
  const bare = await driver.send(url);
  expect(bare.status).toBe(401);
  expect(bare.headers.get("www-authenticate")).toBe(`Bearer realm="${server.issuer}"`);
  const wrong = await driver.send(url, { method: "POST", headers: { authorization: "Bearer wrong" } });
  expect(wrong).toMatchObject({ status: 401, json: { error: "invalid_token" } });
  expect(wrong.headers.get("www-authenticate")).toMatch(
    /^Bearer realm="[^"]+", error="invalid_token", error_description="/,
  );
});

it("is a bare 500 when something of ours breaks, with the cause in the log only", async () => {
  await using server = await startServer({
    wrap: (provider) => ({ ...provider, token: () => Promise.reject(new TypeError("secret detail")) }),
  });
  const reply = await server.driver().redeem("x");
  expect(reply).toMatchObject({ status: 500, json: { error: "server_error" } });
  expect(reply.text).not.toContain("secret detail");
  expect(server.entries.at(-1)).toMatchObject({ status: 500, cause: new TypeError("secret detail") });
});

it("is 503 with Retry-After when the store cannot work", async () => {
  const { StoreUnavailableError } = await import("@sallyport/core");
  await using server = await startServer({
    wrap: (provider) => ({ ...provider, token: () => Promise.reject(new StoreUnavailableError("locked")) }),
  });
  const reply = await server.driver().redeem("x");
  expect(reply).toMatchObject({ status: 503, json: { error: "temporarily_unavailable" } });
  expect(reply.headers.get("retry-after")).toBe("1");
});
