import { StoreUnavailableError } from "@sallyport/core";
import { createDriver, read } from "@sallyport/fixtures";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { Log, LogFields } from "../src/terminal/log.ts";
import { type DevFixture, send, silent, startDevHere } from "./dev-control.ts";

const timeout = 30_000;
const logged: LogFields[] = [];
const log: Log = { ...silent, info: (fields) => void logged.push(fields) };
let dev: DevFixture;
beforeAll(async () => void (dev = await startDevHere({}, log)), timeout);
afterAll(async () => await dev.server.close());

const redirectUri = "http://127.0.0.1:8912/callback";

function startDriver() {
  const account = { email: "alice@example.com", password: "alice-pass" };
  const { issuer, client } = dev.server;
  return createDriver({ issuer, clientId: client.id, redirectUri, account });
}

/** Everything that may stand in `error_uri` (RFC 6749 section 5.2), here of this server. */
function isAddress(uri: unknown, errorId: unknown): boolean {
  return uri === `${dev.server.adminUrl}/dev/errors/${String(errorId)}` && /^[\x21\x23-\x5b\x5d-\x7e]+$/.test(uri);
}

describe("a refusal of dev", { timeout }, () => {
  const form = (text: string): RequestInit => ({ method: "POST", body: new URLSearchParams(text) });
  const json = { method: "POST", headers: { "content-type": "application/json" }, body: "{" };

  it.each<[string, RequestInit]>([
    ["token", form("grant_type=refresh_token&refresh_token=none")],
    ["introspect", form("token=x")],
    ["revoke", form("")],
    ["revocations", form("")],
    ["device_authorization", form("client_id=nobody")],
    ["register", json],
    ["register/nobody", {}],
    ["userinfo", {}],
    ["authorize?client_id=nobody", { headers: { accept: "application/json" } }],
  ])("[dev:E1] carries the address of its explanation: %s", async (path, init) => {
    const response = await fetch(`${dev.server.issuer}/oauth/provider/${path}`, init);
    expect(response.status).toBeGreaterThanOrEqual(400);
    const { error_uri: uri, error_id: id } = (await response.json()) as Record<string, unknown>;
    expect(uri).toSatisfy(() => isAddress(uri, id));
    expect(logged).toContainEqual(expect.objectContaining({ errorId: id, errorUri: uri }));
  });

  it("[dev:E1] carries it as a link on the page for a person", async () => {
    const { status, text } = await startDriver().authorize({ redirect_uri: "https://elsewhere.example/callback" });
    expect(status).toBe(400);
    const [, uri, id] = /href="(\S*\/(err_\w+))"/.exec(text) ?? [];
    expect(uri).toSatisfy(() => isAddress(uri, id));
  });

  it("[dev:E1] does not carry it where a redirect tells the client", async () => {
    const { location } = await startDriver().authorize({ prompt: "none" });
    expect([...(location?.searchParams.keys() ?? [])].toSorted()).toEqual([
      "error",
      "error_description",
      "iss",
      "state",
    ]);
  });
});

describe("the page of dev about a refusal", { timeout }, () => {
  /** For a verifier that is not the one of the flow. */
  async function refuse() {
    const driver = startDriver();
    const secrets = { code: await driver.getCode(), verifier: "wrong-verifier".repeat(4), state: "the-state" };
    const body = read(await driver.redeem(secrets.code, { code_verifier: secrets.verifier }));
    return { uri: String(body["error_uri"]), secrets };
  }

  it("[dev:E2] opens without sign-in, with what was received and registered, rule, fix and flow", async () => {
    const { uri } = await refuse();
    const verifier = await send(uri);
    expect(verifier.status).toBe(200);
    expect(verifier.headers["content-type"]).toContain("text/html");
    for (const part of ["wrong_code_verifier", "RFC 7636", "code_verifier_length", "code.issued", "request.token"]) {
      expect(verifier.text).toContain(part);
    }
    const { text } = await startDriver().authorize({ redirect_uri: "http://127.0.0.1:8912/elsewhere" });
    const [, link = ""] = /href="(\S*\/err_\w+)"/.exec(text) ?? [];
    const redirect = await send(link);
    expect(redirect.text).toContain("http://127.0.0.1:8912/elsewhere");
    for (const registered of dev.server.client.redirectUris) expect(redirect.text).toContain(registered);
  });

  it("[dev:E2] tells no secret of the flow", async () => {
    const { uri, secrets } = await refuse();
    const { text } = await send(uri);
    for (const secret of Object.values(secrets)) expect(text).not.toContain(secret);
  });

  it("[dev:E2] opens from a link of another site", async () => {
    const { uri } = await refuse();
    const headers = { "sec-fetch-site": "cross-site", "sec-fetch-dest": "document", "sec-fetch-mode": "navigate" };
    expect((await send(uri, { headers })).status).toBe(200);
  });

  it.each([
    ["another name of ours (DNS rebinding)", { host: "rebind.evil.example" }, 421],
    ["a script of another origin", { origin: "https://evil.example" }, 403],
    ["a script of another port of this machine", { "sec-fetch-site": "same-site", "sec-fetch-dest": "empty" }, 403],
    ["a frame of another site", { "sec-fetch-site": "cross-site", "sec-fetch-dest": "iframe" }, 403],
    ["a script element of another site", { "sec-fetch-site": "cross-site", "sec-fetch-dest": "script" }, 403],
  ])("[dev:E2 dev:G2 attack:A225] refuses %s", async (_who, headers, status) => {
    const { uri } = await refuse();
    const answer = await send(uri, { headers });
    expect(answer.status).toBe(status);
    expect(answer.text).not.toContain("wrong_code_verifier");
  });

  it.each(["err_00000000", "nonsense"])("[dev:E2] says of %s that nothing is known", async (id) => {
    const { status, text } = await send(`${dev.server.adminUrl}/dev/errors/${id}`);
    expect(status).toBe(404);
    expect(text).toContain("There is nothing to explain");
    expect(text).toContain("forgotten when the server stops");
  });

  it("[dev:E2] says how long refusals are kept", async () => {
    expect((await send(`${dev.server.adminUrl}/dev/errors/err_00000000`)).text).toContain("kept for 7 days");
  });

  it("[dev:E2] is 503 while the store cannot read, and says nothing of the cause", async () => {
    const { uri } = await refuse();
    const { incidents } = dev.server.provider.manage;
    const reading = vi.spyOn(incidents, "explain").mockRejectedValueOnce(new StoreUnavailableError("disk on fire"));
    const { status, text } = await send(uri);
    reading.mockRestore();
    expect([status, JSON.parse(text)]).toEqual([503, { error: "temporarily_unavailable" }]);
  });

  it("[dev:E2] is not on the public listener", async () => {
    const { uri } = await refuse();
    expect((await send(uri.replace(dev.server.adminUrl, dev.server.issuer))).status).toBe(404);
  });
});
