import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createAdminClient } from "@sallyport/client";
import { expect, it } from "vitest";
import { type Child, run, startChild } from "../src/child.ts";
import { freePort } from "@sallyport/fixtures/free-port";
import { program } from "../src/program.ts";

const credentials = { email: "owner@example.com", password: randomBytes(12).toString("base64url") };
const deadlineMs = 60_000;

it("[seed:D174] is followed live over a restart of the server, with nothing lost or doubled", async () => {
  await using stack = new AsyncDisposableStack();
  const folder = await mkdtemp(join(tmpdir(), "sallyport-"));
  stack.defer(() => rm(folder, { recursive: true }));
  const at = ["--database", `sqlite:${join(folder, "sallyport.db")}`, "--json"];
  const [port, adminPort] = await Promise.all([freePort(), freePort()]);
  const start = async (): Promise<Child> => {
    const place = ["--port", String(port), "--admin-port", String(adminPort), "--quiet"];
    const name = ["--issuer", `http://127.0.0.1:${port}`, "--allow-http-loopback"];
    const env = { SALLYPORT_OWNER_EMAIL: credentials.email, SALLYPORT_OWNER_PASSWORD: credentials.password };
    const child = stack.use(startChild({ ...program("serve", ...name, ...place, ...at), env, deadlineMs }));
    await child.line((line) => (line.startsWith("{") ? line : undefined));
    return child;
  };

  const first = await start();
  const admin = createAdminClient({ url: `http://127.0.0.1:${adminPort}`, credentials });
  const seen: number[] = [];
  const failures: unknown[] = [];
  const tail = admin.audit.tail.subscribe(
    { last: 1 },
    { onData: ({ data }) => void seen.push(data.sequence), onError: (error) => void failures.push(error) },
  );
  stack.defer(() => tail.unsubscribe());
  const invite = async (count: number): Promise<void> => {
    for (let index = 0; index < count; index += 1) await admin.clients.invite.mutate({ validSeconds: 60 });
  };
  const isUpToDate = async (): Promise<void> => {
    const { items } = await admin.audit.list.query({ limit: 1 });
    await expect.poll(() => seen.at(-1), { timeout: deadlineMs }).toBe(items[0]?.sequence);
  };

  await isUpToDate();
  await invite(5);
  await isUpToDate();
  await first.stop();
  // Nobody serves; another process writes.
  const create = ["clients", "create", "--name", "Meanwhile", "--redirect-uri", "https://app.example/cb"];
  expect(await run({ ...program(...create, ...at), deadlineMs })).toMatchObject({ code: 0 });
  await start();
  await invite(5);
  await isUpToDate();

  const [begin = 0] = seen;
  expect(seen).toEqual(seen.map((_sequence, index) => begin + index));
  expect(seen.length).toBeGreaterThan(11);
  expect(failures).toEqual([]);
  const verified = await run({ ...program("audit", "verify", ...at), deadlineMs });
  expect(JSON.parse(verified.stdout)).toMatchObject({ ok: true });
}, 180_000);
