import { describe, expect, it } from "vitest";
import { createAccountClient, isSallyportError } from "../src/index.ts";
import { createdAt, password } from "./fake-provider.ts";
import { type Started, start } from "./start.ts";

/** A `fetch` as a browser's, whose person is signed in to the pages of the issuer. */
async function browserOf({ provider }: Started): Promise<typeof fetch> {
  const outcome = await provider.sessions.signInToAdmin({ email: "viewer@example.com", password });
  const cookie = `sp_session=${outcome?.cookie}`;
  return (input, init) =>
    fetch(input, { ...init, headers: { ...Object.fromEntries(new Headers(init?.headers)), cookie } });
}

describe("the account client", () => {
  it("calls below the issuer with the browser's session, and gives dates", async () => {
    await using started = await start();
    const { profile, consents } = createAccountClient({ url: started.issuer, fetch: await browserOf(started) });
    const [me, { items }] = await Promise.all([profile.me.query(), consents.listMine.query()]);
    expect(me).toMatchObject({ email: "viewer@example.com", signedInAt: new Date(createdAt * 1000) });
    expect(items).toMatchObject([{ clientName: "App", grantedAt: new Date(createdAt * 1000) }]);
    await consents.revokeMine.mutate({ clientId: "client-1" });
    expect(started.calls).toEqual(["GET profile.me,consents.listMine", "POST consents.revokeMine"]);
  });

  it("is refused without a session", async () => {
    await using started = await start();
    const { profile } = createAccountClient({ url: new URL(started.issuer) });
    const error: unknown = await profile.me.query().catch((cause: unknown) => cause);
    expect(isSallyportError(error) && error.data.sallyportCode).toBe("unauthenticated");
  });
});
