import { beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { type ExternalPages, startExternalPages } from "../src/external-pages.ts";
import { connectAnew, sendAway } from "../src/mcp-app.ts";
import { navigate } from "../src/navigate.ts";
import { createPerson } from "../src/browser-person.ts";
import { type Served, startServe } from "../src/program.ts";
import { sdks, v2 } from "../src/sdks.ts";
import { startAll } from "../src/start-all.ts";

const key = z.object({ api_key: z.string() });
const user = z.object({ id: z.string() });

let pages: ExternalPages;
let served: Served;
let userId: string;
beforeAll(
  startAll(async (stack) => {
    pages = stack.use(await startExternalPages());
    served = stack.use(await startServe("", ["--frontend-url", pages.url]));
    const options = ["--for", served.owner.email, "--name", "pages", "--role", "operator"];
    const { api_key: apiKey } = key.parse(await served.command("api-keys", "create", ...options));
    ({ id: userId } = user.parse(await served.command("users", "get", served.account.email)));
    pages.connect({ adminUrl: served.adminUrl, apiKey, userId });
  }),
);

/** Nobody types a password here. */
const alice = () => createPerson({ email: "", password: "" });

describe.each(sdks)("an application on the SDK $name, where sign-in and consent are somebody else's pages", (sdk) => {
  it("[seed:S3] comes from a 401 to the answer of a tool", async () => {
    const { app, open } = sdk.start();
    await using connection = await connectAnew(app, alice(), () => open(served.mcpUrl));
    expect(pages.brought.length).toBeGreaterThan(0);
    const answer: unknown = JSON.parse(await connection.call("whoami"));
    expect(answer).toMatchObject({ client_id: app.memory.information?.client_id, subject: userId });
  });
});

describe("another browser", () => {
  it("[seed:S3 attack:A120] gets nothing at the address where a browser is expected", async () => {
    const { app, open } = v2.start();
    await using connection = open(served.mcpUrl);
    await sendAway(() => connection.connect());
    const visit = async (url: URL | undefined, cookie: string) => {
      if (url === undefined) throw new Error("it leads nowhere");
      return await navigate({ url, method: "GET", body: "", cookie, origin: undefined });
    };
    const begun = await visit(app.memory.sentTo, "");
    expect(begun.location?.href).toMatch(`${pages.url}?interaction=`);
    const cookie = begun.setCookies[0]?.split(";", 1)[0] ?? "";
    const { location: continuation } = await visit(begun.location, cookie);
    for (const other of ["", cookie.replace(/.$/, "_")]) {
      expect(await visit(continuation, other)).toMatchObject({ status: 403, location: undefined });
    }
    const arrived = await visit(continuation, cookie);
    expect(arrived.location?.searchParams.get("code")).toMatch(/^sp_ac_/);
    expect(await visit(continuation, cookie)).toMatchObject({ status: 400, location: undefined });
  });
});
