import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { expect, it, onTestFinished, vi } from "vitest";
import { connectTestServer, startTestServer } from "../src/index.ts";

vi.setConfig({ testTimeout: 30_000 });

const program = resolve(import.meta.dirname, "../../../apps/sallyport/src/main.ts");

it.each(["is killed", "ends by itself"])("[dev:H1] leaves no server behind when a test run %s", async (end) => {
  const script = join(import.meta.dirname, "forgetful.ts");
  const run = spawn(process.execPath, [script, program], { stdio: ["pipe", "pipe", "inherit"] });
  onTestFinished(() => void run.kill("SIGKILL"));
  const ended = once(run, "close");
  const [adminUrl] = (await once(createInterface(run.stdout), "line")) as [string];
  const connection = connect(Number(new URL(adminUrl).port), "127.0.0.1");
  // Reset, when the server ends before it has accepted it.
  connection.on("error", () => undefined);
  const cut = new Promise<void>((resolve) => void connection.once("close", () => resolve()));
  await once(connection, "connect");
  if (end === "is killed") run.kill("SIGKILL");
  else run.stdin.end();
  expect(await ended).toEqual(end === "is killed" ? [null, "SIGKILL"] : [0, null]);
  await cut;
  await expect(connectTestServer(adminUrl)).rejects.toThrow(/nothing answers/);
});

it.each([
  ["/nowhere/sallyport", /does not start: .*ENOENT/],
  [resolve(import.meta.dirname, "no-server.mjs"), /does not start: the program says hello/],
])("[dev:H1] says what is wrong with the program %s", async (wrong, message) => {
  await expect(startTestServer({ mode: "child", program: wrong })).rejects.toThrow(message);
});

it("[dev:H1] says that its certificate is not trusted, when that is why nothing answers", async () => {
  const certificates = mkdtempSync(join(tmpdir(), "sallyport-certificates-"));
  onTestFinished(() => rmSync(certificates, { recursive: true }));
  const wish = { mode: "child", program, options: ["--https", "--certificates", certificates] } as const;
  await expect(startTestServer(wish)).rejects.toThrow(/self-signed certificate/);
});
