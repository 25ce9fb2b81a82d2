import { randomUUID } from "node:crypto";
import { copyFile, mkdir, mkdtemp, readdir, readFile, readlink, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, describe, expect, it, vi } from "vitest";
import { z } from "zod";
import type { ClientHarness } from "../src/client-harness.ts";
import { call } from "../src/call.ts";
import { type Child, run, startChild } from "../src/child.ts";
import { createDeployment } from "../src/deployment.ts";
import { tokensOf } from "../src/load.ts";
import { connectAnew } from "../src/mcp-app.ts";
import { program } from "../src/program.ts";
import { ring } from "../src/ring.ts";
import { sdks } from "../src/sdks.ts";
import { startSecureClientHarness } from "../src/secure-client-harness.ts";
import { startAll } from "../src/start-all.ts";
import { connect, registerSteadyClient } from "../src/steady-client.ts";
import { authorizationUrl, register } from "../src/walk.ts";

const readySchema = z.object({ issuer: z.string(), adminUrl: z.string() });

/** How often the process has the file open. */
async function countOpen({ pid }: Child, file: string): Promise<number> {
  const folder = `/proc/${pid}/fd`;
  const paths = await Promise.all((await readdir(folder)).map((fd) => readlink(join(folder, fd)).catch(() => "")));
  return paths.filter((path) => path === file).length;
}

/** What only the executable can get wrong: the lanes beside it are run against it as they are against the sources. */
describe("the single executable", () => {
  let folder: string;
  let file: string;
  let harness: ClientHarness;

  beforeAll(
    startAll(async (stack) => {
      folder = await mkdtemp(join(tmpdir(), "sallyport-alone-"));
      stack.defer(() => rm(folder, { recursive: true }));
      file = join(folder, "sallyport");
      await copyFile(program().command ?? "", file);
      vi.stubEnv("SALLYPORT_EXECUTABLE", file);
      stack.defer(() => void vi.unstubAllEnvs());
      harness = stack.use(await startSecureClientHarness(2));
    }),
  );

  it("needs nothing beside it, and leaves nothing behind while it runs", async () => {
    const temporary = join(folder, "tmp");
    await mkdir(temporary);
    const args = ["dev", "--json", "--quiet", "--port", "0", "--database", "sqlite:./dev.db"];
    await using child = startChild({ command: "./sallyport", args, cwd: folder, env: { TMPDIR: temporary } });
    await child.line((line) => readySchema.parse(JSON.parse(line)));
    expect(await readdir(temporary)).toEqual([]);
    await child.stop();
    const left = await readdir(folder);
    expect(left.toSorted()).toEqual(["dev.db", "dev.db.key", "sallyport", "tmp"]);
  });

  it("shows the pictures of its documentation as they are", async () => {
    await using child = startChild({ command: "./sallyport", args: ["docs", "--port", "0", "--json"], cwd: folder });
    const { url } = z.object({ url: z.url() }).parse(JSON.parse(await child.line((line) => line)));
    const page = await (await fetch(new URL("/start", url))).text();
    const [, picture = ""] = /src="(\/assets\/consent[^"]+\.png)"/.exec(page) ?? [];
    const shown = Buffer.from(await (await fetch(new URL(picture, url))).arrayBuffer());
    expect(shown.equals(await readFile("docs/images/consent-desktop-light.png"))).toBe(true);
  });

  it("finds another folder when programs cannot be kept in the temporary one", async () => {
    const env = { TMPDIR: join(folder, "nowhere"), XDG_RUNTIME_DIR: folder };
    const { stdout } = await run({ ...program("--version", "--json"), env });
    expect(JSON.parse(stdout)).toMatchObject({ sqlite: expect.stringMatching(/^3\./) });
  });

  it("says what it was built from", async () => {
    const { stdout } = await run(program("--version", "--json"));
    expect(JSON.parse(stdout)).toMatchObject({
      version: expect.stringMatching(/^\d+\.\d+\.\d+$/),
      node: process.versions.node,
    });
  });

  it.each(sdks)("lets a client on the SDK $name come to the answer of a tool, over https", async (sdk) => {
    const documentUrl = harness.hosted.get("notes-1") ?? "";
    const { app, open } = sdk.start({ documentUrl });
    await using connection = await connectAnew(app, harness.person, () => open(harness.mcpUrl));
    expect(JSON.parse(await connection.call("whoami"))).toMatchObject({ client_id: documentUrl });
  });

  it("keeps what it answered in its database, from one start to the next", async () => {
    await using machine = await createDeployment();
    const registered = await registerSteadyClient(machine);
    const first = await machine.start();
    const client = await connect(first.door, machine.account, registered);
    const bought = tokensOf(await client.redeem(first.door, await client.getCode(first.door)));
    first.door.close();
    await first.process.stop();
    const second = await machine.start();
    expect((await client.refresh(second.door, bought.refresh_token)).status).toBe(200);
    expect(await client.isActive(second.door, bought.access_token)).toBe(true);
  });

  it.runIf(process.platform === "linux")("copies the log of its database back in a thread beside it", async () => {
    const database = join(folder, "busy.db");
    const where = ["--database", `sqlite:${database}`];
    await using child = startChild(program("dev", "--json", "--quiet", "--port", "0", ...where));
    const { issuer } = await child.line((line) => readySchema.parse(JSON.parse(line)));
    const redirectUris = Array.from({ length: 5 }, (_, index) => `https://app.example/${index}/${"x".repeat(200)}`);
    // Each makes the log longer, until the thread opens the database to copy it back.
    while ((await countOpen(child, database)) < 2) {
      await Promise.all(Array.from({ length: 16 }, async () => await register(issuer, randomUUID(), redirectUris)));
    }
    const maps = await readFile(`/proc/${child.pid}/maps`, "utf8");
    const code = maps.split("\n").filter((line) => line.includes("sqlite.node") && line.includes("r-xp"));
    expect(code).toHaveLength(1);
  });

  it("has the console inside", async () => {
    await using child = startChild(program("dev", "--json", "--quiet", "--port", "0"));
    const { adminUrl } = await child.line((line) => readySchema.parse(JSON.parse(line)));
    const page = await call(adminUrl, { headers: { accept: "text/html" } });
    const paths = [...page.text.matchAll(/(?:src|href)="(\/assets\/[^"]+\.(?:js|css))"/g)].map(([, path]) => path);
    expect(paths.length).toBeGreaterThanOrEqual(2);
    for (const path of paths) expect(await call(`${adminUrl}${path}`)).toMatchObject({ status: 200 });
  });

  it("draws the logos of clients", async () => {
    const redirectUri = "https://client.example/callback";
    const logoUri = harness.documents.publishImage("https://client.example/logo.png", ring());
    const clientId = harness.documents.publish("https://client.example/client.json", (address) => ({
      client_id: address,
      client_name: "Notes",
      redirect_uris: [redirectUri],
      token_endpoint_auth_method: "none",
      logo_uri: logoUri,
    }));
    const begun = await call(authorizationUrl(harness.issuer, { clientId, redirectUri, scope: "openid" }));
    const page = new URL(begun.headers.location ?? "", harness.issuer);
    const [cookie = ""] = (begun.headers["set-cookie"]?.[0] ?? "").split(";");
    // Nobody waits for a logo: the pages before it is there are without.
    let source: string | undefined;
    while (source === undefined) {
      const { text } = await call(page, { headers: { cookie } });
      source = /<img[^>]* src="([^"]+)"/.exec(text)?.[1];
    }
    const { headers, text } = await call(new URL(source, harness.issuer));
    expect(headers["content-type"]).toBe("image/png");
    expect(text).toContain("IHDR");
  });

  it("has the doctor inside", async () => {
    const { stdout } = await run({ ...program("doctor", harness.mcpUrl, "--json"), env: { ...harness.env } });
    expect(JSON.parse(stdout)).toMatchObject({ healthy: true });
  });
});
