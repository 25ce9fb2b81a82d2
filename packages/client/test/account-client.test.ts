import { authorize } from "@sallyport/fixtures";
import { describe, expect, it } from "vitest";
import { createAccountClient, isSallyportError } from "../src/index.ts";
import { type Started, start } from "./start.ts";

/** A `fetch` as the browser's of Alice, who signed in to the pages of the issuer and let the public client in. */
async function browserOf({ test }: Started): Promise<typeof fetch> {
  const { visitor } = await authorize(test, test.pub);
  const cookie = `sp_session=${visitor.session}`;
  return (input, init) =>
    fetch(input, { ...init, headers: { ...Object.fromEntries(new Headers(init?.headers)), cookie } });
}

describe("the account client", () => {
  it("calls below the issuer with the browser's session, and gives dates", async () => {
    await using started = await start();
    const { profile, consents } = createAccountClient({ url: started.issuer, fetch: await browserOf(started) });
    const [me, { items }] = await Promise.all([profile.me.query(), consents.listMine.query()]);
    expect(me).toMatchObject({ email: "alice@example.com", signedInAt: started.now() });
    expect(items).toMatchObject([{ clientName: "Public", grantedAt: started.now() }]);
    await consents.revokeMine.mutate({ clientId: started.test.pub.id });
    expect(await consents.listMine.query()).toEqual({ items: [] });
    expect(started.calls).toEqual([
      "GET profile.me,consents.listMine",
      "POST consents.revokeMine",
      "GET consents.listMine",
    ]);
  });

  it("is refused without a session", async () => {
    await using started = await start();
    const { profile } = createAccountClient({ url: new URL(started.issuer) });
    const error: unknown = await profile.me.query().catch((cause: unknown) => cause);
    expect(isSallyportError(error) && error.data.sallyportCode).toBe("unauthenticated");
  });
});
