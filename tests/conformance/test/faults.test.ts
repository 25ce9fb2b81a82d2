import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { z } from "zod";
import {
  type App,
  connectAnew,
  type Connection,
  finishAuthorization,
  redirectUri,
  refresh,
  sendAway,
  spoilAccessToken,
} from "../src/mcp-app.ts";
import { createPerson } from "../src/browser-person.ts";
import { type Dev, startDev } from "../src/program.ts";
import { sdks, v1, v2 } from "../src/sdks.ts";
import { startAll } from "../src/start-all.ts";

let dev: Dev;
beforeAll(startAll(async (stack) => void (dev = stack.use(await startDev()))));

/** Longer than resource servers wait between two looks at the keys. */
const keyPauseSeconds = 11;
beforeEach(async () => {
  await dev.control.mutate("faults.clear");
  await dev.control.mutate("clock.advance", { seconds: keyPauseSeconds });
});

const alice = () => createPerson(dev.account);
const set = (input: object) => dev.control.mutate("faults.set", input);

/** What an application does whose connection worked, and that now meets a fault as it calls a tool. */
interface Reaction {
  /** In the order in which they are set. */
  readonly faults: readonly { readonly fault: string; readonly seconds?: number }[];
  /** Whether the access token has to be ended by hand, so that the application refreshes. */
  readonly spoils: boolean;
  /** Of the call: the answer, the way to the authorization server, or the name of an error. */
  readonly call: "answered" | "sent away" | { readonly v1: string; readonly v2: string };
  /** The refresh as the application sees it; undefined: no answer came. */
  readonly refresh: { readonly status: number; readonly error?: string } | undefined;
  readonly tokens: "replaced" | "kept" | "gone";
  /** Of the next call, without the fault. */
  readonly next: "answered" | "sent away";
}

const refreshed = { status: 200 };
const works = { call: "answered", refresh: refreshed, tokens: "replaced", next: "answered" } as const;
const startsAnew = {
  call: "sent away",
  refresh: { status: 400, error: "invalid_grant" },
  tokens: "gone",
  next: "sent away",
} as const;

const reactions: readonly Reaction[] = [
  { faults: [{ fault: "expire_now" }], spoils: false, ...works },
  { faults: [{ fault: "rotate_keys" }], spoils: true, ...works },
  { faults: [{ fault: "slow", seconds: 1 }], spoils: true, ...works },
  { faults: [{ fault: "revoke" }, { fault: "expire_now" }], spoils: false, ...startsAnew },
  { faults: [{ fault: "invalid_grant" }], spoils: true, ...startsAnew },
  {
    faults: [{ fault: "rate_limit" }],
    spoils: true,
    call: { v1: "TemporarilyUnavailableError", v2: "OAuthError" },
    refresh: { status: 429, error: "temporarily_unavailable" },
    tokens: "kept",
    next: "answered",
  },
  {
    faults: [{ fault: "server_error" }],
    spoils: true,
    call: "sent away",
    refresh: { status: 500, error: "server_error" },
    tokens: "kept",
    next: "answered",
  },
  {
    faults: [{ fault: "drop_response" }],
    spoils: true,
    call: "sent away",
    refresh: undefined,
    tokens: "kept",
    next: "answered",
  },
];

/** The name of an error; undefined when there was none. */
async function nameOfFailure(attempt: () => Promise<unknown>): Promise<string | undefined> {
  const failure: unknown = await attempt().then(
    () => undefined,
    (error: unknown) => error,
  );
  return failure instanceof Error ? failure.constructor.name : undefined;
}

function expectedName(call: Reaction["call"], sdk: string): string | undefined {
  if (call === "answered") return undefined;
  return call === "sent away" ? "UnauthorizedError" : call[sdk === "v1" ? "v1" : "v2"];
}

function whatBecame(app: App, before: App["memory"]["tokens"]): Reaction["tokens"] {
  const { tokens } = app.memory;
  if (tokens === undefined) return "gone";
  return tokens.refresh_token === before?.refresh_token ? "kept" : "replaced";
}

const withName = (reaction: Reaction) => ({
  ...reaction,
  name: reaction.faults.map(({ fault }) => fault).join(", then "),
});

const refreshesOf = ({ wire }: App) => wire.at("/token").filter(({ sent }) => sent["grant_type"] === "refresh_token");

describe.each(sdks)("an application on the SDK $name", (sdk) => {
  it.each(reactions.map(withName))("[dev:F2] that refreshes and meets $name", async (reaction) => {
    const { app, open } = sdk.start();
    await using connection = await connectAnew(app, alice(), () => open(dev.mcpUrl));
    const before = app.memory.tokens;
    for (const fault of reaction.faults) await set(fault);
    if (reaction.spoils) spoilAccessToken(app);
    const call = () => connection.call("whoami");
    expect(await nameOfFailure(call)).toBe(expectedName(reaction.call, sdk.name));
    const [seen] = refreshesOf(app);
    const { status, error } = reaction.refresh ?? {};
    expect(seen?.status).toBe(status);
    if (error !== undefined) expect(seen?.received).toMatchObject({ error });
    expect(whatBecame(app, before)).toBe(reaction.tokens);
    expect(await nameOfFailure(call)).toBe(expectedName(reaction.next, sdk.name));
  });

  it("[dev:F2 mcp:F2] that lost the answer to a refresh gets the same successor by asking again", async () => {
    const { app, open } = sdk.start();
    await using connection = await connectAnew(app, alice(), () => open(dev.mcpUrl));
    const { refresh_token: old = "" } = app.memory.tokens ?? {};
    await set({ fault: "drop_response", grantType: "refresh_token" });
    spoilAccessToken(app);
    await sendAway(() => connection.call("whoami"));
    const last = { route: "token", after: 0 };
    const { requests } = listed.parse(await dev.control.query("requests.list", last));
    expect(requests.at(-1)).toMatchObject({ status: 200, faults: ["drop_response"] });
    const endpoint = app.wire.at("/token")[0]?.url ?? new URL(dev.issuer);
    const successor = await refresh(endpoint, app.memory.information?.client_id ?? "", old);
    expect(successor).toMatch(/^sp_rt_/);
    await connection.call("whoami");
    expect(app.memory.tokens?.refresh_token).toBe(successor);
  });

  it("[dev:F2] that was sent away by an invalid_grant works again after a new authorization", async () => {
    const { app, open } = sdk.start();
    await using connection = await connectAnew(app, alice(), () => open(dev.mcpUrl));
    await set({ fault: "invalid_grant" });
    spoilAccessToken(app);
    await sendAway(() => connection.call("whoami"));
    await finishAuthorization(app, connection, alice());
    expect(await connection.call("whoami")).toContain(app.memory.information?.client_id);
  });

  it("[dev:F2] whose person says no has no tokens, and asked for none", async () => {
    const { app, open } = sdk.start();
    await using connection = open(dev.mcpUrl);
    const response = await answerWith("deny_consent", app, connection);
    expect(response.get("error")).toBe("access_denied");
    await expect(connection.finishAuth(response)).rejects.toThrow();
    expect(app.memory.tokens).toBeUndefined();
    expect(app.wire.at("/token")).toEqual([]);
  });
});

const listed = z.object({ requests: z.array(z.object({ status: z.number(), faults: z.array(z.string()) })) });

/** The application begins, and gets this authorization response. */
async function answerWith(fault: string, app: App, connection: Connection): Promise<URLSearchParams> {
  await sendAway(() => connection.connect());
  await set({ fault });
  const { sentTo } = app.memory;
  return (await alice().authorize(sentTo ?? "", redirectUri)).searchParams;
}

describe("an authorization response", () => {
  const issuers = [
    { fault: "wrong_iss", iss: "https://attacker.example" },
    { fault: "missing_iss", iss: null },
  ];

  it.each(issuers)("[dev:F2 attack:A237] with $fault is refused by the SDK v2 before a code is sent", async (row) => {
    const { app, open } = v2.start();
    await using connection = open(dev.mcpUrl);
    const response = await answerWith(row.fault, app, connection);
    expect(response.get("iss")).toBe(row.iss);
    expect(await nameOfFailure(() => connection.finishAuth(response))).toBe("IssuerMismatchError");
    expect(app.wire.at("/token")).toEqual([]);
  });

  it.each(issuers)("[dev:F2] with $fault is believed by the SDK v1, which is given the code alone", async (row) => {
    const { app, open } = v1.start();
    await using connection = open(dev.mcpUrl);
    const response = await answerWith(row.fault, app, connection);
    expect(response.get("iss")).toBe(row.iss);
    await connection.finishAuth(response);
    expect(app.memory.tokens).toBeDefined();
  });
});

it("[dev:F2] every fault that there is has been met", async () => {
  const known = z.object({ known: z.array(z.object({ name: z.string() })) });
  const { known: faults } = known.parse(await dev.control.query("faults.list"));
  const met = [...reactions.flatMap((one) => one.faults.map(({ fault }) => fault)), ...byResponse];
  expect(new Set(met)).toEqual(new Set(faults.map(({ name }) => name)));
});

const byResponse = ["deny_consent", "wrong_iss", "missing_iss"];
