import { createSeededRandom, createTestClock, createTestProvider, getTokens, pkce, redeem } from "@sallyport/fixtures";
import { describe, expect, it } from "vitest";
import { explain, refusals } from "../src/refusals/all.ts";
import { createBudget } from "../src/records/flow-log/budget.ts";
import { createErrorId, readErrorId } from "../src/records/flow-log/error-id.ts";
import { createFlowLog, type RefusedRequest } from "../src/records/flow-log/flow-log.ts";
import { createRing } from "../src/records/flow-log/ring.ts";
import { scrub, scrubText } from "../src/records/flow-log/scrub.ts";
import type { CoreEvent, Incident } from "../src/index.ts";
import { flowIdOf, namedFlowId } from "../src/rules/flow-id.ts";
import { compareRedirectUris } from "../src/rules/redirect-difference.ts";
import { after, epochSeconds } from "../src/time.ts";

const now = epochSeconds(1_800_000_000);

describe("an error id", () => {
  it("has eight characters that nobody mistakes", () => {
    const random = createSeededRandom("ids");
    const ids = Array.from({ length: 1000 }, () => createErrorId(random));
    expect(new Set(ids).size).toBe(1000);
    for (const id of ids) expect(id).toMatch(/^err_[0-9a-hjkmnp-tv-z]{8}$/);
  });

  it("is read as people write it", () => {
    for (const text of ["err_7k2m9x01", " ERR_7K2M9X01 ", "7k2m9xo1", "err 7k2m 9xol", "err-7k2m-9x0i"]) {
      expect(readErrorId(text)).toBe("err_7k2m9x01");
    }
    for (const text of ["", "err_", "err_7k2m9x0", "err_7k2m9x011", "err_7k2m9x0u"])
      expect(readErrorId(text)).toBeUndefined();
  });
});

describe("what is kept of a request", () => {
  it.each([
    ["sp_rt_AAAA-_b", "[secret]"],
    ["https://u:p@app.example/cb", "https://[secret]@app.example/cb"],
    ["https://app.example/cb?a=1&b=#x", "https://app.example/cb?a=…&b=#x"],
    ["Bearer eyJhbGciOiJub25lIn0.eyJhIjoxfQ.", "Bearer [secret]"],
    ["dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk", "[secret]"],
    ["client_QfXvzVKn9RxdfUL12vxYoAQfXvzVKn9RxdfUL12vxYoA", "client_QfXvzVKn9RxdfUL12vxYoAQfXvzVKn9RxdfUL12vxYoA"],
    ["a\u202Eb\nc", "abc"],
    ["http://127.0.0.1:8080/cb", "http://127.0.0.1:8080/cb"],
  ])("of %j is %j", (text, kept) => {
    expect(scrubText(text)).toBe(kept);
  });

  it("is bounded", () => {
    const { long, many } = scrub({ long: "x y ".repeat(1000), many: Array.from({ length: 500 }, String) });
    expect(long).toHaveLength(301);
    expect(many).toHaveLength(20);
  });
});

describe("the ring", () => {
  it("holds the youngest, in order", () => {
    const ring = createRing<number>(3);
    for (let item = 1; item <= 5; item += 1) ring.push(item);
    expect(ring.filter(() => true)).toEqual([3, 4, 5]);
  });
});

describe("the budget", () => {
  it("is 20 a second for all and 30 a minute for one", () => {
    const budget = createBudget();
    const spend = (address: string, seconds: number): number =>
      Array.from({ length: 50 }, () => budget.take(after(now, seconds), address)).filter(Boolean).length;
    expect([spend("a", 0), spend("b", 0), spend("a", 1), spend("b", 1), spend("a", 2)]).toEqual([20, 0, 10, 10, 0]);
    expect(spend("a", 60)).toBe(20);
  });
});

describe("a flow id", () => {
  it("is the same from the challenge and from the verifier, and shows neither", () => {
    const id = flowIdOf(pkce.challenge);
    expect(id).toMatch(/^flow_[0-9a-f]{12}$/);
    expect(namedFlowId(`a=b&code_challenge=${pkce.challenge}`)).toBe(id);
    expect(namedFlowId(`code_verifier=${pkce.verifier}`)).toBe(id);
    expect(namedFlowId("code=x&code_verifier=")).not.toBe(id);
    expect(namedFlowId("client_id=x")).toBeUndefined();
  });
});

describe("redirect URIs", () => {
  it.each([
    ["http://localhost/cb", "http://127.0.0.1/cb", ["loopback_host"]],
    ["http://localhost:1/cb", "http://[::1]:2/cb", ["loopback_host"]],
    ["https://localhost:1/cb", "https://localhost:2/cb", ["port"]],
    ["https://a.example/cb/", "https://a.example/cb", ["trailing_slash"]],
    ["https://a.example", "https://a.example/", []],
    ["http://a.example/Cb", "https://a.example/cb", ["scheme", "path_case"]],
    ["https://a.example:8443/x?y=1", "https://b.example/cb", ["host", "port", "path", "query"]],
    ["com.example.app:/cb", "com.example.app:/cb/", ["trailing_slash"]],
  ])("%s and %s differ in %j", (requested, registered, differences) => {
    expect(compareRedirectUris(requested, [registered])).toEqual({ uri: registered, differences });
  });

  it("are compared with the one most like them", () => {
    const registered = ["https://b.example/", "not a uri", "https://a.example/cb", "https://a.example/x"];
    expect(compareRedirectUris("https://a.example/cb/", registered)?.uri).toBe("https://a.example/cb");
    expect(compareRedirectUris("nonsense", registered)).toBeUndefined();
  });
});

describe("explanations", () => {
  it("need no facts to say something", () => {
    for (const name of Object.keys(refusals)) {
      const { rule, meaning, fix } = explain({ reason: name.replace("*", "x"), received: {}, registered: {} });
      for (const text of [rule, meaning, fix]) expect(text).toMatch(/^[^]{10,}$/);
      expect(`${rule} ${meaning} ${fix}`).not.toMatch(/undefined|NaN|\[object/);
    }
  });

  it("say so when a reason is of another version", () => {
    expect(explain({ reason: "of_tomorrow", received: {}, registered: {} }).meaning).toContain("another version");
  });
});

function openRecorder() {
  const stored: Incident[] = [];
  const clock = createTestClock(now);
  const events: CoreEvent[] = [];
  const flowLog = createFlowLog({
    store: { incidents: { insert: async (incident) => void stored.push(incident), get: async () => undefined } },
    clock,
    random: createSeededRandom("flowLog"),
    events: { emit: (event) => void events.push(event) },
  });
  const refuse = (more: Partial<RefusedRequest> = {}): string =>
    flowLog.noteRefusal({
      requestId: "request",
      route: "token",
      status: 400,
      error: "invalid_grant",
      reason: "code_expired",
      detail: {},
      ...more,
    });
  return { flowLog, stored, clock, events, refuse };
}

describe("the flow log", () => {
  const [clientId, userId] = ["client", "user"];

  it("passes events on and keeps those of other people's flows out", () => {
    const { flowLog, stored, events, refuse } = openRecorder();
    for (const flowId of ["flow_1", "flow_2"]) {
      flowLog.noteAnswer({ route: "authorize", status: 302, clientId, flowId, address: "a" });
      flowLog.events.emit({ type: "code.issued", userId, clientId, flowId });
    }
    flowLog.events.emit({ type: "client.registered", clientId: "another", provenance: "dynamic" });
    refuse({ clientId, flowId: "flow_2", address: "a" });
    expect(events).toHaveLength(3);
    expect(stored[0]?.timeline.map(({ event }) => event)).toEqual([
      "request.authorize",
      "code.issued",
      "request.token",
    ]);
  });

  it("ties what nobody signed by address, for ten minutes", () => {
    const { flowLog, stored, clock, refuse } = openRecorder();
    flowLog.noteAnswer({ route: "metadata", status: 200, address: "a" });
    clock.advance(601);
    for (const address of ["a", "b"]) flowLog.noteAnswer({ route: "metadata", status: 200, address });
    refuse({ address: "a" });
    expect(stored[0]?.timeline.map(({ event }) => event)).toEqual(["request.metadata", "request.token"]);
  });

  it("notes only the first use of a grant's tokens", () => {
    const { flowLog, stored, refuse } = openRecorder();
    flowLog.noteUse(7);
    flowLog.events.emit({
      type: "tokens.issued",
      userId,
      clientId,
      grantId: 7,
      grantType: "refresh",
      flowId: "flow_1",
    });
    flowLog.noteUse(7);
    flowLog.noteUse(7);
    refuse({ detail: { flowId: "flow_1" } });
    expect(stored[0]?.timeline.map(({ event }) => event)).toEqual([
      "tokens.issued",
      "token.first_used",
      "request.token",
    ]);
  });

  it("remembers the last 1,000 refusals, whatever comes", () => {
    const { flowLog, stored, refuse } = openRecorder();
    const ids = Array.from({ length: 1001 }, () => refuse());
    expect(flowLog.find(ids[0] ?? "")).toBeUndefined();
    expect(flowLog.find(ids[1] ?? "")).toMatchObject({ id: ids[1], timeline: expect.any(Array) });
    expect(stored).toHaveLength(20);
  });

  it("stores nothing for what happens to healthy clients", () => {
    const { stored, refuse } = openRecorder();
    for (const reason of ["login_required", "consent_required", "no_token"]) refuse({ reason });
    expect(stored).toEqual([]);
  });

  it("writes nothing while all is well", async () => {
    const test = await createTestProvider();
    const insert: unknown[] = [];
    test.store.incidents.insert = async (incident) => void insert.push(incident);
    await getTokens(test, test.pub);
    await expect(redeem(test, test.pub, { code: "x" })).rejects.toMatchObject({ reason: "malformed_code" });
    expect(insert).toEqual([]);
  });
});
