import { authorize, authorizeRequest, createTestProvider, goodRequest, type TestProvider } from "@sallyport/fixtures";
import { beforeEach, describe, expect, it } from "vitest";
import type { ClientView } from "../src/interactions/interactions.ts";
import type { Client } from "../src/ports/store.ts";

const id = "https://client.example/oauth/metadata.json";
const logoUri = "https://cdn.example/logo.png";
const document = {
  client_id: id,
  client_name: "Example",
  redirect_uris: ["https://client.example/cb"],
  logo_uri: logoUri,
};
const png = Uint8Array.of(1, 2, 3);
const day = 24 * 60 * 60;

let test: TestProvider;

beforeEach(async () => {
  test = await createTestProvider({ registration: { dynamic: "open" } });
  test.documents.publish(id, document);
  test.logos.publish(logoUri, png);
});

const described = (): Client => ({ ...test.pub, id, redirectUris: document.redirect_uris });

/** An authorization request of `client`, and what the page that follows at once shows of it. */
async function visit(client: Client = described()): Promise<ClientView> {
  const cookies = { browser: undefined, session: undefined };
  const outcome = await test.provider.authorize(authorizeRequest(goodRequest(client)), cookies);
  if (outcome.kind !== "interaction") throw new Error(outcome.kind);
  const view = await test.provider.interactions.view(outcome.id, { ...cookies, browser: outcome.browserCookie });
  return view.client;
}

/** What the next page shows, once everything that was begun has ended. */
async function visitLater(client: Client = described()): Promise<ClientView> {
  await visit(client);
  await test.logos.settled();
  return await visit(client);
}

describe("the logo of a client", () => {
  it("[mcp:C15] is made once for its pages, and served by an id that says nothing", async () => {
    const { logo = "" } = await visitLater();
    expect(logo).toMatch(/^[\w-]{22}$/);
    expect(await test.provider.clientLogo(logo)).toEqual(png);
    expect((await visit()).logo).toBe(logo);
    expect(test.logos.makes(logoUri)).toBe(1);
  });

  it("[attack:A160] is asked for when a page is about to need it, not when the client is stored or answers without one", async () => {
    test.logos.publish(logoUri, { kind: "failed", reason: "deadline" });
    const { visitor } = await authorize(test, described());
    await test.logos.settled();
    expect(test.logos.makes(logoUri)).toBe(1);
    test.clock.advance(3600);
    const { location } = await authorize(test, described(), { visitor });
    expect(location.searchParams.has("code")).toBe(true);
    expect(test.documents.fetches(id)).toBe(2);
    expect(test.logos.makes(logoUri)).toBe(1);
  });

  it("[attack:A160] is waited for by nobody: the flow ends while its host still hangs", async () => {
    test.logos.publish(logoUri, new Promise(() => undefined));
    expect((await visit()).logo).toBeUndefined();
    const { location } = await authorize(test, described());
    expect(location.searchParams.has("code")).toBe(true);
    expect(test.logos.makes(logoUri)).toBe(1);
  });

  it("[attack:A160] fails nothing when it cannot be made, or its source breaks", async () => {
    test.logos.publish(logoUri, { kind: "failed", reason: "undecodable" });
    expect((await visitLater()).logo).toBeUndefined();
    test.clock.advance(60);
    test.logos.publish(logoUri, Promise.reject(new Error("broken")));
    expect((await visitLater()).logo).toBeUndefined();
    const reasons = test.events.flatMap((event) => (event.type === "client.logo_failed" ? [event.reason] : []));
    expect(reasons).toEqual(["undecodable", "unexpected"]);
  });

  it("is tried again a minute after a failure, and not before", async () => {
    test.logos.publish(logoUri, { kind: "failed", reason: "deadline" });
    await visitLater();
    expect(test.logos.makes(logoUri)).toBe(1);
    test.logos.publish(logoUri, png);
    test.clock.advance(59);
    expect((await visitLater()).logo).toBeUndefined();
    expect(test.logos.makes(logoUri)).toBe(1);
    test.clock.advance(1);
    expect((await visitLater()).logo).toBeDefined();
  });

  it("is made anew after a day under the same id, and shown for a week while it cannot be", async () => {
    const { logo = "" } = await visitLater();
    test.clock.advance(day);
    test.logos.publish(logoUri, Uint8Array.of(4));
    expect((await visitLater()).logo).toBe(logo);
    expect(await test.provider.clientLogo(logo)).toEqual(Uint8Array.of(4));
    test.logos.publish(logoUri, { kind: "failed", reason: "status_404" });
    test.clock.advance(7 * day - 1);
    expect((await visitLater()).logo).toBe(logo);
    test.clock.advance(1);
    expect((await visitLater()).logo).toBeUndefined();
    expect(await test.provider.clientLogo(logo)).toBeUndefined();
  });

  it("is no longer shown once the document names another or none", async () => {
    const { logo: first } = await visitLater();
    const other = "https://cdn.example/new.png";
    test.logos.publish(other, Uint8Array.of(5));
    test.documents.publish(id, { ...document, logo_uri: other });
    test.clock.advance(day);
    const { logo: second = "" } = await visitLater();
    expect(second).not.toBe(first);
    expect(await test.provider.clientLogo(second)).toEqual(Uint8Array.of(5));
    test.documents.publish(id, { ...document, logo_uri: undefined });
    test.clock.advance(day);
    expect((await visitLater()).logo).toBeUndefined();
  });

  it("[attack:A160] of one that registered itself is neither asked for nor shown", async () => {
    const answer = await test.provider.register({
      method: "POST",
      query: "",
      body: JSON.stringify({ ...document, client_id: undefined }),
      contentType: "application/json",
      authorization: [],
      address: undefined,
      userAgent: undefined,
    });
    expect(answer.body).toMatchObject({ logo_uri: logoUri });
    const client = { ...described(), id: String(answer.body?.["client_id"]) };
    expect(await visitLater(client)).toMatchObject({ isUnverified: true, logo: undefined });
    expect(test.logos.makes(logoUri)).toBe(0);
  });

  it("[attack:A160] is one of a few at a time: of many clients at once the rest go without", async () => {
    const never = new Promise<never>(() => undefined);
    const ids = Array.from({ length: 12 }, (_, index) => `https://client.example/${index}`);
    for (const [index, one] of ids.entries()) {
      test.logos.publish(`${logoUri}?${index}`, never);
      test.documents.publish(one, { ...document, client_id: one, logo_uri: `${logoUri}?${index}` });
      expect((await visit({ ...described(), id: one })).logo).toBeUndefined();
    }
    const makes = ids.map((_, index) => test.logos.makes(`${logoUri}?${index}`));
    expect(makes).toEqual([1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0]);
  });

  it("is shown for a client that an operator registered with one, which must be https", async () => {
    const { clients } = test.provider.manage;
    const wanted = { name: "Ours", type: "public", redirectUris: document.redirect_uris } as const;
    const { client } = await clients.create({ ...wanted, logoUri });
    expect((await visitLater(client)).logo).toBeDefined();
    for (const bad of ["http://cdn.example/logo.png", "data:image/png;base64,AAAA", "logo.png", ""]) {
      await expect(clients.create({ ...wanted, logoUri: bad })).rejects.toMatchObject({ field: "logoUri" });
    }
  });

  it("goes with the client", async () => {
    const { logo = "" } = await visitLater();
    await test.provider.manage.clients.delete(id);
    expect(await test.provider.clientLogo(logo)).toBeUndefined();
  });
});
