import { getTokens, introspect } from "@sallyport/fixtures";
import { describe, expect, it } from "vitest";
import { start } from "./start.ts";

interface Key {
  kid: string;
  alg: string;
  state: string;
}

describe("signing keys", () => {
  it("[attack:A219] are listed with what they do, and without their private part", async () => {
    await using started = await start();
    const cookie = await started.cookieOf("operator");
    await started.admin("keys.rotate", { method: "POST", cookie });
    const answer = await started.admin("keys.list", { cookie });
    const { items } = answer.data as { items: Key[] };
    expect(items.map(({ alg, state }) => `${alg} ${state}`).toSorted()).toEqual([
      "ES256 retiring",
      "ES256 signing",
      "RS256 retiring",
      "RS256 signing",
    ]);
    expect(answer.text).not.toMatch(/"d"|private|sealed|publicJwk/i);
  });

  it("end with everything they signed, by the name of who ended them", async () => {
    await using started = await start();
    const { test } = started;
    const cookie = await started.cookieOf("owner");
    const { access_token: token } = await getTokens(test, test.bas);
    const { items } = (await started.admin("keys.list", { cookie })).data as { items: Key[] };
    const kid = items.find(({ alg }) => alg === "ES256")?.kid ?? "";
    expect((await started.admin("keys.revoke", { method: "POST", cookie, input: { kid } })).status).toBe(200);
    expect(await introspect(test, token)).toEqual({ active: false });
    expect((await started.admin("keys.revoke", { method: "POST", cookie, input: { kid } })).status).toBe(404);
    const { data } = await started.admin("session.me", { cookie });
    const by = { kind: "person", userId: (data as { userId: string }).userId };
    expect(test.acts).toContainEqual({ event: { type: "key.revoked", kid }, by });
  });
});

describe("registrations", () => {
  it("are the clients that wait, until they are let in or turned away for good", async () => {
    await using started = await start();
    const { store, pub } = started.test;
    const cookie = await started.cookieOf("operator");
    for (const id of ["a", "b"]) await store.clients.insert({ ...pub, id, provenance: "dynamic", status: "pending" });
    const waiting = async () => {
      const { items } = (await started.admin("registrations.list", { cookie })).data as {
        items: { clientId: string }[];
      };
      return items.map(({ clientId }) => clientId);
    };
    const answer = async (verb: string, clientId: string) =>
      (await started.admin(`registrations.${verb}`, { method: "POST", cookie, input: { clientId } })).status;
    expect(await waiting()).toEqual(["b", "a"]);
    expect(await answer("approve", "a")).toBe(200);
    expect(await answer("refuse", "b")).toBe(200);
    expect(await waiting()).toEqual([]);
    expect((await store.clients.get("a"))?.status).toBe("active");
    expect((await store.clients.get("b"))?.status).toBe("disabled");
    expect(await answer("approve", "b")).toBe(400);
    expect(await answer("refuse", "a")).toBe(400);
    expect((await store.clients.get("a"))?.status).toBe("active");
  });
});
