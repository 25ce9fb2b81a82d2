import { describe, expect, it } from "vitest";
import { call, callHere, launch, openFolder } from "./program.ts";

/** Sends a person to the authorization endpoint with this redirect URI. @returns the code on the error page */
async function failAtAuthorize(issuer: unknown, clientId: string, redirectUri: string): Promise<string> {
  const query = new URLSearchParams({ response_type: "code", client_id: clientId, redirect_uri: redirectUri });
  const response = await fetch(`${String(issuer)}/oauth/provider/authorize?${query.toString()}`);
  const [errorId] = /err_[0-9a-z]{8}/.exec(await response.text()) ?? [];
  if (errorId === undefined) throw new Error(`no error id, but ${response.status}`);
  return errorId;
}

describe("sallyport explain", { timeout: 30_000 }, () => {
  it("tells beside the running server what was wrong and what to do", async () => {
    using folder = openFolder();
    const options = { cwd: folder.path, variables: { SALLYPORT_DATABASE: "sqlite:./dev.db" } };
    await using dev = await launch(["dev", "--port", "0", "--json", "--quiet"], options);
    const redirect = ["--redirect-uri", "http://127.0.0.1/cb"];
    const made = await call(["clients", "create", "--name", "App", ...redirect, "--json"], options);
    const { client_id: clientId } = JSON.parse(made.stdout) as { client_id: string };
    const errorId = await failAtAuthorize(dev.ready["issuer"], clientId, "http://localhost:8912/cb");

    const { code, stdout } = await call(["explain", errorId.toUpperCase()], options);
    expect(code).toBe(0);
    expect(stdout).toContain(`${errorId}: invalid_request (redirect_uri_mismatch), 400 at authorize, `);
    expect(stdout).toMatch(/^Fix {9}It differs only in its host, localhost ≠ 127\.0\.0\.1: register both,/m);
    expect(stdout).toMatch(/^More {8}sallyport docs, \/errors\/redirect_uri_mismatch$/m);
    expect(stdout).toMatch(/^Received {4}redirect_uri {2}http:\/\/localhost:8912\/cb$/m);
    expect(stdout).toMatch(/^Registered {2}redirect_uris {2}http:\/\/127\.0\.0\.1\/cb$/m);
    expect(stdout).toMatch(/^Timeline .* request\.authorize {2}status=400 .*error_id=/m);
    expect(stdout.split("\n").every((line) => line.length <= 110 || line.includes("="))).toBe(true);

    const json = await call(["explain", errorId, "--json"], options);
    expect(JSON.parse(json.stdout)).toMatchObject({
      errorId,
      at: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:]+Z$/),
      reason: "redirect_uri_mismatch",
      received: { redirect_uri: "http://localhost:8912/cb" },
      timeline: expect.any(Array),
    });
  });

  it("says when there is no such error", async () => {
    using folder = openFolder();
    const database = ["--database", `sqlite:${folder.path}/x.db`];
    await callHere(["clients", "create", "--name", "App", "--redirect-uri", "http://127.0.0.1/cb", ...database]);
    for (const id of ["err_00000000", "nonsense"]) {
      const unknown = await callHere(["explain", id, ...database, "--json"]);
      expect(unknown.code).toBe(1);
      expect(JSON.parse(unknown.stdout)).toMatchObject({ error: { code: "not_found" } });
    }
  });
});
