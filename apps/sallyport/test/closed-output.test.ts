import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { call, callHere, openFolder } from "./program.ts";

describe("a program whose reader has gone", { timeout: 30_000 }, () => {
  it.each([
    ["a help", ["--help"]],
    ["the help of a command", ["dev", "--help"]],
    ["a result", ["--version", "--json"]],
    ["a server", ["dev", "--port", "0", "--json", "--quiet"]],
  ])("ends without a word: %s", async (_what, args) => {
    expect(await call(args, { isStdoutClosed: true })).toEqual({ code: 0, stdout: "", stderr: "" });
  });

  it("ends without a word: more than fits into a pipe", async () => {
    using folder = openFolder();
    const variables = { SALLYPORT_DATABASE: `sqlite:${join(folder.path, "x.db")}` };
    await callHere(["clients", "create", "--name", "One", "--redirect-uri", "https://agent.example/cb"], variables);
    const { stdout } = await callHere(["clients", "export"], variables);
    const document = JSON.parse(stdout) as { clients: object[] };
    const [client] = document.clients;
    const clients = Array.from({ length: 900 }, (_, index) => ({ ...client, clientId: `client_${index}` }));
    const file = join(folder.path, "clients.json");
    writeFileSync(file, JSON.stringify({ ...document, clients }));
    expect(await callHere(["clients", "import", file], variables)).toMatchObject({ code: 0 });
    const exported = await call(["audit", "export"], { variables, isStdoutClosed: true });
    expect(exported).toEqual({ code: 0, stdout: "", stderr: "" });
  });

  it("still says what was wrong with the call", async () => {
    const { code, stderr } = await call(["nope", "--json"], { isStdoutClosed: true });
    expect(code).toBe(2);
    expect(stderr).toMatch(/^sallyport: unknown command "nope"/);
  });
});
