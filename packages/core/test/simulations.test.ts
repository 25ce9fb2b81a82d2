import {
  createTestProvider,
  getCode,
  getTokens,
  goodRequest,
  pkce,
  redeem,
  refresh,
  type TestProvider,
} from "@sallyport/fixtures";
import { describe, expect, it } from "vitest";
import { StoreUnavailableError } from "../src/errors.ts";
import type { Store } from "../src/index.ts";
import { openMemoryStore } from "../src/stores/memory/index.ts";
import type { Client } from "../src/ports/store.ts";

/** Begin like this: whatever else a store's verbs are called, they may write. */
const reading = /^(get|has|list|find|counts|head|anchor)/;

/** A store, and the names of the verbs that were called on it and may write. */
function watch(store: Store): { store: Store; written: string[] } {
  const written: string[] = [];
  const watched = Object.entries(store).map(([noun, verbs]: [string, unknown]) => {
    if (typeof verbs !== "object" || verbs === null) return [noun, verbs];
    const noting = Object.entries(verbs).map(([verb, run]: [string, (...all: unknown[]) => unknown]) => [
      verb,
      (...all: unknown[]) => {
        if (!reading.test(verb)) written.push(`${noun}.${verb}`);
        return run(...all);
      },
    ]);
    return [noun, Object.fromEntries(noting)];
  });
  // The same verbs under the same names.
  return { store: Object.fromEntries(watched) as Store, written };
}

async function open() {
  const { store, written } = watch(openMemoryStore());
  const test = await createTestProvider({ store });
  return { ...test, written };
}

function urlOf(client: Client, more: Record<string, string> = {}): string {
  return `https://as.example/oauth/provider/authorize?${new URLSearchParams(goodRequest(client, more))}`;
}

const simulations = (test: TestProvider) => test.provider.manage.simulations;

describe("a simulated authorization request", () => {
  it("leads to the page that would be shown, with what would be asked", async () => {
    const test = await open();
    const { outcome, droppedScopes } = await simulations(test).authorize(
      urlOf(test.pub, { scope: "openid email files:none" }),
    );
    expect(outcome).toEqual({
      kind: "page",
      redirectUri: "https://app.example/cb",
      scopes: ["openid", "email"],
      resources: [],
    });
    expect(droppedScopes).toEqual(["files:none"]);
  });

  it.each([
    ["an unknown client", { client_id: "nobody" }, { kind: "refused_on_page", reason: "unknown_client" }],
    [
      "another redirect URI",
      { redirect_uri: "https://evil.example/cb" },
      { kind: "refused_on_page", reason: "redirect_uri_mismatch" },
    ],
    ["a missing challenge", { code_challenge: "" }, { kind: "redirect", reason: "missing_code_challenge" }],
    ["an unknown resource", { resource: "https://mcp.example/mcp" }, { kind: "redirect", reason: "resource" }],
    ["nobody to be asked", { prompt: "none" }, { kind: "redirect", reason: "login_required" }],
  ])("is refused for %s, as the real one is", async (_what, change, { kind, reason }) => {
    const test = await open();
    const { outcome } = await simulations(test).authorize(urlOf(test.pub, change));
    expect(outcome).toMatchObject({ kind, refusal: { reason, rule: expect.any(String), fix: expect.any(String) } });
  });

  it("tells received from registered", async () => {
    const test = await open();
    const { outcome } = await simulations(test).authorize(urlOf(test.pub, { redirect_uri: "https://app.example/cb/" }));
    expect(outcome).toMatchObject({
      refusal: {
        received: { redirect_uri: "https://app.example/cb/" },
        registered: { redirect_uris: ["https://app.example/cb", "http://127.0.0.1/cb"] },
      },
    });
  });

  it("is shown to the person first where nobody vouches for the client", async () => {
    const test = await open();
    const { client } = await test.provider.manage.clients.create({
      name: "X",
      type: "public",
      redirectUris: ["https://x.example/cb"],
    });
    await test.store.clients.put({ ...client, provenance: "dynamic" }, { forgetConsents: false });
    const { outcome } = await simulations(test).authorize(urlOf(client, { response_type: "token" }));
    expect(outcome).toMatchObject({ kind: "page_with_link", refusal: { error: "unsupported_response_type" } });
  });

  it("fetches no document, and says so", async () => {
    const test = await open();
    const id = "https://client.example/oauth/metadata.json";
    const document = { client_id: id, client_name: "Example", redirect_uris: ["https://client.example/cb"] };
    test.documents.publish(id, document);
    const client = { ...test.pub, id, redirectUris: document.redirect_uris };
    const unknown = await simulations(test).authorize(urlOf(client));
    expect(unknown.outcome).toMatchObject({ kind: "undecided", why: expect.stringContaining("document") });
    await getCode(test, client);
    test.clock.advance(100_000);
    const before = test.documents.fetches(id);
    const stale = await simulations(test).authorize(urlOf(client));
    expect(stale.outcome).toMatchObject({ kind: "page" });
    expect(stale.notes.join(" ")).toContain("stored copy");
    expect(test.documents.fetches(id)).toBe(before);
  });

  it("says that the address is another", async () => {
    const test = await open();
    const { notes } = await simulations(test).authorize(urlOf(test.pub).replace("as.example", "other.example"));
    expect(notes.join(" ")).toContain("https://as.example/oauth/provider/authorize");
    await expect(simulations(test).authorize("https://[")).rejects.toMatchObject({
      code: "invalid_input",
      field: "url",
    });
  });
});

describe("a simulated token request", () => {
  const parameters = (client: Client, more: Record<string, string>) => ({ client_id: client.id, ...more });

  it("tells what a code would buy, and leaves it as it is", async () => {
    const test = await open();
    const code = await getCode(test, test.bas);
    const asked = parameters(test.bas, { grant_type: "authorization_code", code, code_verifier: pkce.verifier });
    const { outcome, notes } = await simulations(test).token(asked);
    expect(outcome).toEqual({
      kind: "tokens",
      scopes: ["openid", "profile", "email"],
      expiresInSeconds: 900,
      hasRefreshToken: true,
    });
    expect(notes.join(" ")).toContain("client_secret_basic");
    expect(await redeem(test, test.bas, { code })).toMatchObject({ token_type: "Bearer" });
    const again = await simulations(test).token(asked);
    expect(again.outcome).toMatchObject({ kind: "refused", refusal: { reason: "code_replayed" } });
  });

  it("tells that a used refresh token would end its family, and does not end it", async () => {
    const test = await open();
    const first = await getTokens(test, test.pub);
    const second = await refresh(test, test.pub, first);
    test.clock.advance(600);
    const asked = (token: unknown) =>
      simulations(test).token(parameters(test.pub, { grant_type: "refresh_token", refresh_token: String(token) }));
    expect((await asked(first["refresh_token"])).outcome).toMatchObject({
      refusal: { reason: "refresh_token_reused" },
    });
    expect((await asked(second["refresh_token"])).outcome).toMatchObject({ kind: "tokens", hasRefreshToken: true });
    expect(await refresh(test, test.pub, second)).toMatchObject({ token_type: "Bearer" });
  });

  it.each([
    ["no client", { client_id: "" }, "no_credentials"],
    ["an unknown client", { client_id: "nobody" }, "unknown_client"],
    ["an unknown grant type", { grant_type: "password" }, "unsupported_grant_type"],
    ["one that the client has not", { grant_type: "client_credentials" }, "unregistered_grant_type"],
    ["another verifier", { code_verifier: "x".repeat(43) }, "wrong_code_verifier"],
    ["another redirect URI", { redirect_uri: "https://x.example/" }, "other_redirect_uri"],
    ["another resource", { resource: "https://mcp.example/mcp" }, "other_resource"],
  ])("is refused for %s, as the real one is", async (_what, change, reason) => {
    const test = await open();
    const good = {
      grant_type: "authorization_code",
      code: await getCode(test, test.pub),
      code_verifier: pkce.verifier,
    };
    const { outcome } = await simulations(test).token(parameters(test.pub, { ...good, ...change }));
    expect(outcome).toMatchObject({ kind: "refused", refusal: { reason } });
  });

  it("gives nothing secret back", async () => {
    const test = await open();
    const tokens = await getTokens(test, test.bas);
    const secret = String(tokens["refresh_token"]);
    const asked = { grant_type: "refresh_token", refresh_token: secret, client_secret: test.secret, scope: secret };
    const simulation = await simulations(test).token(parameters(test.bas, asked));
    const good = await simulations(test).token(parameters(test.bas, { ...asked, scope: "" }));
    expect(good.outcome).toMatchObject({ kind: "tokens" });
    expect(simulation.outcome).toMatchObject({ kind: "refused" });
    for (const hidden of [/sp_/, /eyJ/]) expect(JSON.stringify([simulation, good])).not.toMatch(hidden);
  });

  it("does not know how a device's request ended", async () => {
    const test = await open();
    await test.store.clients.put(
      { ...test.pub, grantTypes: ["urn:ietf:params:oauth:grant-type:device_code"] },
      { forgetConsents: false },
    );
    const body = new URLSearchParams({ client_id: test.pub.id }).toString();
    const contentType = "application/x-www-form-urlencoded";
    const from = { method: "POST", query: "", authorization: [], address: undefined, userAgent: undefined };
    const answer = await test.provider.deviceAuthorization({ ...from, body, contentType });
    const asked = {
      grant_type: "urn:ietf:params:oauth:grant-type:device_code",
      device_code: String(answer.body?.["device_code"]),
    };
    const waiting = await simulations(test).token(parameters(test.pub, asked));
    expect(waiting.outcome).toMatchObject({ refusal: { error: "authorization_pending" } });
    test.clock.advance(10_000);
    expect((await simulations(test).token(parameters(test.pub, asked))).outcome).toMatchObject({ kind: "undecided" });
  });
});

describe("a simulation", () => {
  it("writes nothing, tells nobody and counts nothing, whatever it is about", async () => {
    const test = await open();
    const code = await getCode(test, test.pub);
    const tokens = await getTokens(test, test.pub);
    await refresh(test, test.pub, tokens);
    test.clock.advance(1000);
    await test.provider.flush();
    const [written, events] = [test.written.length, test.events.length];
    const head = await test.store.audit.head();
    const { authorize, token } = simulations(test);
    for (const change of [{}, { client_id: "nobody" }, { scope: "no" }]) await authorize(urlOf(test.pub, change));
    const client = { client_id: test.pub.id };
    await token({ ...client, grant_type: "authorization_code", code, code_verifier: pkce.verifier });
    await token({ ...client, grant_type: "refresh_token", refresh_token: String(tokens["refresh_token"]) });
    await test.provider.flush();
    expect(test.written.slice(written)).toEqual([]);
    expect(test.events).toHaveLength(events);
    expect(await test.store.audit.head()).toEqual(head);
  });

  it("says so when the store does not answer", async () => {
    const test = await open();
    test.store.resources.list = () => Promise.reject(new StoreUnavailableError("locked"));
    await expect(simulations(test).authorize(urlOf(test.pub))).rejects.toBeInstanceOf(StoreUnavailableError);
  });
});
