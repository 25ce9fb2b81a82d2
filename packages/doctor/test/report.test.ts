import { clientProfiles } from "@sallyport/profiles";
import { describe, expect, it } from "vitest";
import { describeReport, examine, formatReport, type Report, type Verdict } from "../src/index.ts";
import type { DoctorOptions } from "../src/gather/options.ts";
import { account } from "./fixture-authorize.ts";
import { type Ask, reply } from "./exchange.ts";
import { type Fault, type Fixture, resourcePaths, startFixture } from "./fixture.ts";

async function report({ site }: Fixture, changes: Partial<DoctorOptions> = {}): Promise<Report> {
  const examination = await examine({ mcpUrl: site.mcpUrl, mayRegister: true, timeoutMs: 5_000, ...changes });
  if (examination.kind !== "examined") throw new Error(examination.why);
  return examination.report;
}

async function examineWith(fault: Fault, changes?: Partial<DoctorOptions>): Promise<Report> {
  await using fixture = await startFixture({ fault });
  return await report(fixture, changes);
}

/** A fault in every metadata document of the authorization server. */
function members(changes: Record<string, unknown>): Fault {
  return (ask, ok) => {
    const isMetadata = ask.method === "GET" && ask.path.includes("/as") && ask.path.includes(".well-known");
    return isMetadata && typeof ok.body === "object" ? { ...ok, body: { ...ok.body, ...changes } } : undefined;
  };
}

const foreignResource: Fault = ({ path }, ok) =>
  resourcePaths.includes(path) && typeof ok.body === "object"
    ? { ...ok, body: { ...ok.body, resource: "https://victim.example/mcp" } }
    : undefined;

function verdictOf({ clients }: Report, id: string): Verdict | undefined {
  return clients.find(({ client }) => client === id);
}

function holdsGiven({ form, headers }: Ask): boolean {
  return /given-(secret|token)/.test(`${form.toString()} ${headers.authorization ?? ""}`);
}

function paths(requests: readonly Ask[], path: string): readonly Ask[] {
  return requests.filter((ask) => ask.path === path && ask.method === "POST");
}

describe("what is left behind", { timeout: 30_000 }, () => {
  it("registers one client, and none when it may not or has one", async () => {
    await using fixture = await startFixture();
    const { site } = fixture;
    expect((await report(fixture)).registered).toEqual({ clientId: "client-1", isDeleted: false });
    expect(site.clients.size).toBe(1);
    expect((await report(fixture, { mayRegister: false })).registered).toBeUndefined();
    const own = await report(fixture, { clientId: "client-1", redirectUri: "http://127.0.0.1:33418/callback" });
    expect(own.registered).toBeUndefined();
    expect(own.checks.find(({ id }) => id === "authorize-loopback-port")?.finding.kind).toBe("passed");
    expect(paths(site.requests, "/as/register")).toHaveLength(1);
  });

  it("deletes the client where the server offers it", async () => {
    const fault: Fault = ({ path, method }, ok, { issuer }) => {
      if (path !== "/as/register" || method !== "POST" || typeof ok.body !== "object") return undefined;
      const management = { registration_client_uri: `${issuer}/register/1`, registration_access_token: "t" };
      return { ...ok, body: { ...ok.body, ...management } };
    };
    await using fixture = await startFixture({ fault });
    expect((await report(fixture)).registered).toEqual({ clientId: "client-1", isDeleted: true });
    expect(fixture.site.clients.size).toBe(0);
  });

  it("takes back the tokens that it signed in for, and ends the session", async () => {
    await using fixture = await startFixture();
    await report(fixture, { account });
    const [issued] = fixture.site.tokens;
    expect(paths(fixture.site.requests, "/as/revoke").length).toBeGreaterThan(0);
    expect(fixture.site.refreshTokens.has("refresh+")).toBe(false);
    expect(issued).not.toBe("header.payload.signature-0");
    expect(fixture.site.requests.some(({ method, path }) => method === "DELETE" && path === "/mcp")).toBe(true);
  });

  it("uses a token that was given, and sends it to nobody but the MCP server", async () => {
    await using fixture = await startFixture();
    const { site } = fixture;
    site.tokens.add("header.payload.given");
    const { checks } = await report(fixture, { token: "header.payload.given" });
    expect(checks.find(({ id }) => id === "token-accepted")?.finding.kind).toBe("passed");
    const receivers = site.requests.filter(({ headers }) => headers.authorization?.includes("given") === true);
    expect(new Set(receivers.map(({ path }) => path))).toEqual(new Set(["/mcp"]));
  });

  it("takes back the refresh token of the sign-in when it uses another", async () => {
    await using fixture = await startFixture();
    const { refreshTokens, issuer } = fixture.site;
    refreshTokens.set("given", undefined);
    await report(fixture, { account, refreshToken: "given", trustTokenEndpoint: `${issuer}/token` });
    expect([...refreshTokens.keys()]).toEqual(["given"]);
  });

  it("does not sign in for a resource that is not the MCP server", async () => {
    await using fixture = await startFixture({ fault: foreignResource });
    const { checks } = await report(fixture, { account });
    expect(checks.find(({ id }) => id === "token-accepted")?.finding.kind).toBe("skipped");
    expect(paths(fixture.site.requests, "/as/sign-in")).toEqual([]);
  });

  it("uses no refresh token for a resource that is not the MCP server", async () => {
    await using fixture = await startFixture({ fault: foreignResource });
    await report(fixture, { refreshToken: "given", trustTokenEndpoint: `${fixture.site.issuer}/token` });
    const grants = paths(fixture.site.requests, "/as/token").map(({ form }) => form.get("grant_type"));
    expect(grants).not.toContain("refresh_token");
  });

  it("sends a given secret and refresh token to the token endpoint that was named for them", async () => {
    await using fixture = await startFixture();
    const { issuer, requests } = fixture.site;
    const given = { clientId: "client-1", clientSecret: "given-secret", refreshToken: "given-token" };
    await report(fixture, { ...given, trustTokenEndpoint: `${issuer}/token` });
    const receivers = requests.filter(holdsGiven).map(({ host, path }) => `http://${host}${path}`);
    expect(new Set(receivers)).toEqual(new Set([`${issuer}/token`]));
    expect(requests.some(({ form }) => form.get("refresh_token") === "given-token")).toBe(true);
  });

  it.each(["http://127.0.0.1:1/as/token", undefined])(
    "sends a given secret and refresh token nowhere when %s was named, and says so",
    async (trustTokenEndpoint) => {
      await using fixture = await startFixture();
      const given = { clientId: "client-1", clientSecret: "given-secret", refreshToken: "given-token" };
      const { checks } = await report(fixture, { ...given, account, trustTokenEndpoint });
      expect(fixture.site.requests.filter(holdsGiven)).toEqual([]);
      for (const id of ["token-bogus-code", "refresh-race"]) {
        const finding = checks.find((check) => check.id === id)?.finding;
        expect(finding).toMatchObject({ kind: "skipped", because: expect.stringContaining("--trust-token-endpoint") });
      }
    },
  );

  it("takes tokens back beside the token endpoint only", async () => {
    const elsewhere: Fault = (ask, ok, site) =>
      members({ revocation_endpoint: `${site.mcpOrigin}/as/revoke` })(ask, ok, site);
    await using fixture = await startFixture({ fault: elsewhere });
    await report(fixture, { account });
    expect(fixture.site.tokens.size).toBeGreaterThan(0);
    expect(paths(fixture.site.requests, "/as/revoke")).toEqual([]);
  });

  it("signs in for the MCP server when the metadata names no resource", async () => {
    const nameless: Fault = ({ path }, ok) =>
      resourcePaths.includes(path) && typeof ok.body === "object"
        ? { ...ok, body: { ...ok.body, resource: undefined } }
        : undefined;
    await using fixture = await startFixture({ fault: nameless });
    await report(fixture, { account });
    const { requests, mcpUrl } = fixture.site;
    const redeemed = requests.filter(({ form }) => form.get("code") === "good-code");
    expect(redeemed.map(({ form }) => form.get("resource"))).toEqual([mcpUrl]);
    expect(requests.findLast(({ path }) => path === "/as/authorize")?.query.get("resource")).toBe(mcpUrl);
    const refreshed = requests.filter(({ form }) => form.get("grant_type") === "refresh_token");
    expect(new Set(refreshed.map(({ form }) => form.get("resource")))).toEqual(new Set([mcpUrl]));
  });

  it("sends no token over plain http", async () => {
    await using fixture = await startFixture({ mcpOrigin: "http://mcp.test" });
    const { port, site } = fixture;
    const reach = (url: string, init: RequestInit) =>
      fetch(url.replace(/^http:\/\/mcp\.test(?=\/)/, `http://127.0.0.1:${port}`), init);
    const options = { mcpUrl: site.mcpUrl, mayRegister: false, token: "given", timeoutMs: 5_000 };
    await examine(options, { fetch: reach });
    expect(site.requests.filter(({ headers }) => headers.authorization === "Bearer given")).toEqual([]);
  });

  it("gives no password to another origin", async () => {
    const fault: Fault = (ask, ok) =>
      ask.path === "/as/sign-in" && typeof ok.body === "string"
        ? { ...ok, body: ok.body.replace('action="/as', 'action="http://127.0.0.1:1/as') }
        : undefined;
    const { checks } = await examineWith(fault, { account });
    const finding = checks.find(({ id }) => id === "authorize-success-iss")?.finding;
    expect(finding).toMatchObject({ kind: "skipped", because: expect.stringContaining("another origin") });
  });

  it("says when the password is wrong", async () => {
    await using fixture = await startFixture();
    const { checks } = await report(fixture, { account: { ...account, password: "wrong" } });
    const finding = checks.find(({ id }) => id === "token-response")?.finding;
    expect(finding).toMatchObject({ kind: "skipped", because: expect.stringContaining("not accepted") });
  });
});

describe("a server that looks at requests after sign-in only", { timeout: 30_000 }, () => {
  it("is asked to do it earlier, and accused of nothing", async () => {
    const { checks } = await examineWith(({ path }) =>
      path === "/as/authorize" ? reply(302, undefined, { location: "/as/sign-in" }) : undefined,
    );
    const ids = ["authorize-unknown-client", "authorize-exact-redirect", "authorize-pkce-required"];
    const kinds = checks.filter(({ id }) => ids.includes(id)).map(({ finding }) => finding.kind);
    expect(kinds).toEqual(["warned", "warned", "warned"]);
  });
});

describe("verdicts", { timeout: 30_000 }, () => {
  it("tell clients by the checks that stop them", async () => {
    const slash = await examineWith(({ path, method }, ok) =>
      method === "GET" && path.includes("oauth-protected-resource") && typeof ok.body === "object"
        ? { ...ok, body: { ...ok.body, resource: "http://127.0.0.1/other" } }
        : undefined,
    );
    expect(new Set(slash.clients.map(({ answer }) => answer))).toEqual(new Set(["no"]));
    const query = await examineWith((...args) =>
      members({ authorization_endpoint: `${args[2].issuer}/authorize?a=b` })(...args),
    );
    expect(query.clients.filter(({ answer }) => answer === "no").map(({ client }) => client)).toEqual(["python-sdk"]);
    expect(verdictOf(query, "python-sdk")?.checks).toEqual(["authorization-endpoint-query"]);
  });

  it("follow the way that each client chooses", async () => {
    const refusing: Fault = ({ path, method }) =>
      path === "/as/register" && method === "POST" ? reply(403, { error: "access_denied" }) : undefined;
    const withDocuments = await examineWith(refusing);
    expect(verdictOf(withDocuments, "claude-code")?.answer).toBe("yes");
    expect(verdictOf(withDocuments, "cursor")).toMatchObject({ answer: "no", checks: ["register-accepted"] });
    const withoutNone = await examineWith(members({ token_endpoint_auth_methods_supported: ["private_key_jwt"] }));
    expect(verdictOf(withoutNone, "claude-code")?.answer).toBe("yes");
    const closed = { registration_endpoint: undefined, client_id_metadata_document_supported: undefined };
    const byHand = await examineWith(members(closed));
    expect(verdictOf(byHand, "claude-code")?.answer).toBe("by-hand");
    expect(verdictOf(byHand, "lm-studio")?.answer).toBe("no");
  });
});

describe("the report", { timeout: 30_000 }, () => {
  it("has a stable shape for programs", async () => {
    await using fixture = await startFixture();
    const described = describeReport(await report(fixture));
    expect(Object.keys(described)).toEqual([
      "version",
      "mcp_url",
      "issuer",
      "healthy",
      "checks",
      "clients",
      "registered_client",
    ]);
    expect(described).toMatchObject({ version: 1, healthy: true, registered_client: { deleted: false } });
    expect(described["checks"]).toContainEqual({
      id: "mcp-unauthorized",
      group: "mcp",
      claim: "A request without a token is answered 401",
      status: "passed",
    });
    expect(described["clients"]).toContainEqual({
      id: "cursor",
      name: "Cursor",
      answer: "yes",
      checks: [],
      because: [],
    });
    expect(clientProfiles.map(({ id }) => id)).toEqual([
      "claude-code",
      "claude-web",
      "chatgpt",
      "vs-code",
      "cursor",
      "codex",
      "opencode",
      "inspector",
      "mcp-remote",
      "lm-studio",
      "typescript-sdk-1",
      "typescript-sdk-2",
      "python-sdk",
    ]);
  });

  it("names what failed, how to mend it and whom it stops", async () => {
    const text = formatReport(await examineWith(members({ issuer: "https://other.example" })), false);
    expect(text).toMatch(/✗ `issuer` is identical .* issuer-identical\n +found: .*\n +fix: +\S/);
    expect(text).toMatch(/✗ TypeScript SDK v2 +no, because .*other\.example/);
    expect(text).toMatch(/✓ TypeScript SDK v1 +yes/);
    expect(text).toMatch(/\d+ passed, [1-9]\d* failed/);
  });

  it("has colour only when asked to, and nothing that steers a terminal", async () => {
    const evil = await examineWith(members({ issuer: "https://\u001B[31mother\u009B2J.example\r\n" }));
    expect(formatReport(evil, true)).toContain("\u001B[31m✗\u001B[0m");
    const plain = formatReport(evil, false).replaceAll("\n", "");
    expect(plain).not.toMatch(/\p{Cc}/u);
    expect(formatReport(evil, false)).toContain("other");
  });
});
