import { createTRPCClient, httpBatchLink } from "@trpc/client";
import superjson from "superjson";
import { describe, expect, it } from "vitest";
import type { AdminRouter } from "../src/index.ts";
import { type Started, start } from "./start.ts";

async function adminClient(started: Started, role: "operator" | "owner") {
  const headers = { cookie: await started.cookieOf(role) };
  return createTRPCClient<AdminRouter>({
    links: [httpBatchLink({ url: `${started.adminUrl}/trpc`, transformer: superjson, headers })],
  });
}

const forbidden = (field: string) => ({ data: { sallyportCode: "forbidden", field } });

describe("a document of clients", () => {
  it("is exported page by page and makes the same clients on another server, with their secrets", async () => {
    await using one = await start();
    await using other = await start();
    const { clients } = await adminClient(one, "owner");
    const made = await clients.create.mutate({
      clientName: "Web",
      clientType: "confidential",
      redirectUris: ["https://web.example/cb"],
    });
    const first = await clients.export.query({ withSecrets: true, limit: 1 });
    expect(first.document.clients).toHaveLength(1);
    expect(first.nextCursor).toBeDefined();
    const there = await adminClient(other, "owner");
    const input = { document: first.document, onExisting: "update" as const };
    expect(await there.clients.import.mutate({ ...input, dryRun: true })).toEqual({
      items: [{ clientId: made.clientId, outcome: "created" }],
    });
    await expect(there.clients.get.query({ clientId: made.clientId })).rejects.toThrow();
    await there.clients.import.mutate(input);
    const { clientSecret: _1, warning: _2, ownerUserId: _3, ...shown } = made;
    expect(await there.clients.get.query({ clientId: made.clientId })).toMatchObject(shown);
    expect(await there.clients.import.mutate(input)).toMatchObject({ items: [{ outcome: "unchanged" }] });
    const [here, moved] = await Promise.all([one, other].map(({ test }) => test.store.clients.get(made.clientId)));
    expect(moved?.secretHash).toBe(here?.secretHash);
  });

  it("holds hashes of secrets for owners only, in both directions", async () => {
    await using started = await start();
    const operator = (await adminClient(started, "operator")).clients;
    const owner = (await adminClient(started, "owner")).clients;
    const whole = operator.export.query({ withSecrets: true });
    await expect(whole).rejects.toMatchObject(forbidden("withSecrets"));
    const { document } = await owner.export.query({ withSecrets: true });
    expect(JSON.stringify(document)).toContain("secretHash");
    const sneaked = operator.import.mutate({ document, onExisting: "update" });
    await expect(sneaked).rejects.toMatchObject(forbidden("document.clients.secrets"));
    const plain = (await operator.export.query()).document;
    expect(JSON.stringify(plain)).not.toContain("secretHash");
    const { items } = await operator.import.mutate({ document: plain, onExisting: "update" });
    expect(new Set(items.map(({ outcome }) => outcome))).toEqual(new Set(["unchanged"]));
  });

  it("is refused as a whole in another version, or with too many clients", async () => {
    await using started = await start();
    const cookie = await started.cookieOf("owner");
    const call = (document: unknown) =>
      started.admin("clients.import", { method: "POST", cookie, input: { document } });
    const format = "sallyport-clients";
    expect((await call({ format, version: 2, clients: [] })).error?.data).toMatchObject({ field: "document.version" });
    const many = { format, version: 1, clients: Array.from({ length: 1001 }, () => ({})) };
    expect((await call(many)).error?.data).toMatchObject({ sallyportCode: "invalid_input", field: "document.clients" });
  });
});

describe("resources", () => {
  it("are found by a part of their address or name", async () => {
    await using started = await start();
    const { resources } = await adminClient(started, "operator");
    await resources.create.mutate({ uri: "https://notes.example/mcp", name: "Writing" });
    await resources.create.mutate({ uri: "https://pay.example/mcp", name: "Payroll" });
    const find = async (search: string) => (await resources.list.query({ search })).items.map(({ name }) => name);
    expect(await find("NOTES")).toEqual(["Writing"]);
    expect(await find(" roll ")).toEqual(["Payroll"]);
    expect(await find("nothing")).toEqual([]);
    expect((await resources.list.query()).items.length).toBeGreaterThanOrEqual(2);
  });
});
