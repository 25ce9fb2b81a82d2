import { createTRPCClient, httpLink } from "@trpc/client";
import { StoreUnavailableError } from "@sallyport/core";
import { hashSecret } from "@sallyport/core/secret";
import superjson from "superjson";
import { describe, expect, it, vi } from "vitest";
import type { AdminRouter } from "../src/index.ts";
import { type Started, start } from "./start.ts";

const idempotencyKey = "one-call";
const wanted = {
  idempotencyKey,
  clientName: "Web",
  clientType: "confidential" as const,
  redirectUris: ["https://web.example/cb"],
};

async function adminClient(started: Started, role: "operator" | "owner" = "operator") {
  return callerWith(started, { cookie: await started.cookieOf(role) });
}

/** One request for each call: none waits for another. */
function callerWith({ adminUrl }: Started, headers: Record<string, string>) {
  return createTRPCClient<AdminRouter>({
    links: [httpLink({ url: `${adminUrl}/trpc`, transformer: superjson, headers })],
  });
}

const refusedWith = (sallyportCode: string) => ({ data: { sallyportCode, field: "idempotencyKey" } });

async function countClients({ test }: Started): Promise<number> {
  return (await test.store.system.counts()).clients;
}

describe("a call with an idempotency key", () => {
  it("makes one client and tells its secret again, for a day", async () => {
    await using started = await start();
    await started.cookieOf("operator");
    const { clients } = callerWith(started, { authorization: `Bearer ${await started.keyOf("operator")}` });
    const before = await countClients(started);
    const made = await clients.create.mutate(wanted);
    expect(made.clientSecret).toMatch(/^sp_cs_/);
    started.test.clock.advance(86_399);
    expect(await clients.create.mutate(wanted)).toEqual(made);
    expect(await countClients(started)).toBe(before + 1);
    started.test.clock.advance(1);
    expect((await clients.create.mutate(wanted)).clientId).not.toBe(made.clientId);
  });

  it("makes a person, a resource and an API key once", async () => {
    await using started = await start();
    const { users, resources, apiKeys } = await adminClient(started, "owner");
    const person = { idempotencyKey, email: "new@example.com", password: "correct horse battery" };
    expect(await users.create.mutate(person)).toEqual(await users.create.mutate(person));
    const resource = { idempotencyKey, uri: "https://new.example/mcp" };
    expect(await resources.create.mutate(resource)).toEqual(await resources.create.mutate(resource));
    const key = { idempotencyKey, name: "CI", role: "viewer" as const };
    expect(await apiKeys.create.mutate(key)).toEqual(await apiKeys.create.mutate(key));
    expect((await apiKeys.list.query()).items).toHaveLength(1);
  });

  it("is a conflict with another input, and makes nothing", async () => {
    await using started = await start();
    const { clients } = await adminClient(started);
    await clients.create.mutate(wanted);
    const before = await countClients(started);
    const other = clients.create.mutate({ ...wanted, clientName: "Other" });
    await expect(other).rejects.toMatchObject(refusedWith("conflict"));
    expect(await countClients(started)).toBe(before);
  });

  it("stands for nothing under another caller", async () => {
    await using started = await start();
    const made = await (await adminClient(started)).clients.create.mutate(wanted);
    const other = await (await adminClient(started, "owner")).clients.create.mutate(wanted);
    expect(other.clientId).not.toBe(made.clientId);
  });

  it("is made once when it is sent twice at a time", async () => {
    await using started = await start();
    const { clients } = await adminClient(started);
    const before = await countClients(started);
    const outcomes = await Promise.allSettled(Array.from({ length: 8 }, () => clients.create.mutate(wanted)));
    const ids = outcomes.flatMap((outcome) => (outcome.status === "fulfilled" ? outcome.value.clientId : []));
    for (const outcome of outcomes) {
      if (outcome.status === "rejected") expect(outcome.reason).toMatchObject(refusedWith("unavailable"));
    }
    expect(new Set(ids).size).toBe(1);
    expect(await countClients(started)).toBe(before + 1);
    expect((await clients.create.mutate(wanted)).clientId).toBe(ids[0]);
  });

  it("is answered with a try-again while another one is under way, and never made again when that one was lost", async () => {
    await using started = await start();
    const { store, clock } = started.test;
    const { clients } = await adminClient(started);
    vi.spyOn(store.keyedCalls, "settle").mockRejectedValue(new StoreUnavailableError("full"));
    expect((await clients.create.mutate(wanted)).clientSecret).toBeDefined();
    const before = await countClients(started);
    clock.advance(59);
    await expect(clients.create.mutate(wanted)).rejects.toMatchObject(refusedWith("unavailable"));
    clock.advance(1);
    await expect(clients.create.mutate(wanted)).rejects.toMatchObject(refusedWith("conflict"));
    expect(await countClients(started)).toBe(before);
  });

  it("can be sent again after it was refused", async () => {
    await using started = await start();
    const { clients } = await adminClient(started);
    const bad = clients.create.mutate({ ...wanted, scopes: ["nuke"] });
    await expect(bad).rejects.toMatchObject({ data: { sallyportCode: "invalid_input", field: "scopes" } });
    expect((await clients.create.mutate(wanted)).clientName).toBe("Web");
  });

  it("leaves neither secret nor password in the store, nor a hash by which a password could be guessed", async () => {
    await using started = await start();
    const claim = vi.spyOn(started.test.store.keyedCalls, "claim");
    const settle = vi.spyOn(started.test.store.keyedCalls, "settle");
    const { clients, users } = await adminClient(started, "owner");
    const { clientSecret = "none" } = await clients.create.mutate(wanted);
    const person = { email: "new@example.com", password: "correct horse battery", role: "user" as const };
    await users.create.mutate({ ...person, idempotencyKey });
    const [[, sealed = ""] = []] = settle.mock.calls;
    expect(sealed.length).toBeGreaterThan(clientSecret.length);
    expect(Buffer.from(sealed, "base64url").toString("latin1")).not.toContain(clientSecret);
    const kept = claim.mock.calls[1]?.[0];
    expect(JSON.stringify(kept)).not.toContain(person.password);
    expect(kept?.inputMac).not.toBe(hashSecret(superjson.stringify(person)));
  });

  it.each(["short", "x".repeat(65), "with space", "uml\u00e4uts"])(
    "[seed:D143] is refused with the key %s",
    async (key) => {
      await using started = await start();
      const { clients } = await adminClient(started);
      const call = clients.create.mutate({ ...wanted, idempotencyKey: key });
      await expect(call).rejects.toMatchObject(refusedWith("invalid_input"));
    },
  );
});
