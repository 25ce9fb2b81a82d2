import { readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Ended } from "../src/child.ts";
import { createDeployment, type Deployment } from "../src/deployment.ts";
import { tokensOf } from "../src/load.ts";
import type { Door } from "../src/door.ts";
import { connect, registerSteadyClient, type SteadyClient } from "../src/steady-client.ts";

describe("what a server leaves behind", () => {
  let machine: Deployment;
  let client: SteadyClient;
  /** Everything that opens something, by what it is. */
  const secrets = new Map<string, string>();
  /** The files after a kill, when the log of the database still holds everything, and after a good end. */
  const left: { when: string; files: Map<string, Buffer> }[] = [];
  let said: Ended;

  beforeAll(async () => {
    machine = await createDeployment();
    const registered = await registerSteadyClient(machine);

    const stopped = await machine.start();
    client = await connect(stopped.door, machine.account, registered);
    await live(stopped.door, "before the end");
    stopped.door.close();
    await stopped.process.stop();
    left.push({ when: "after the end", files: await readAll() });

    const killed = await machine.start();
    await live(killed.door, "before the kill");
    await killed.process.kill();
    left.push({ when: "after a kill", files: await readAll() });

    secrets.set("client secret", client.secret).set("password", machine.account.password);
    for (const [name = "", value = ""] of client.cookie.split("; ").map((pair) => pair.split("="))) {
      secrets.set(name, value);
    }
    // A kill takes along what the log has not written yet.
    said = await stopped.process.end();
  });
  afterAll(async () => await machine[Symbol.asyncDispose]());

  /** Uses everything that the server gives out, also wrongly: the log must not say more then. */
  async function live(door: Door, when: string): Promise<void> {
    const unused = await client.getCode(door);
    const code = await client.getCode(door);
    const bought = tokensOf(await client.redeem(door, code));
    const renewed = tokensOf(await client.refresh(door, bought.refresh_token));
    const ended = tokensOf(await client.redeem(door, await client.getCode(door)));
    await client.revoke(door, ended.refresh_token);
    const guess = client.secret.replace(/.{6}$/, "Canary");
    const authorization = `Basic ${Buffer.from(`${client.id}:${guess}`).toString("base64")}`;
    const path = "/oauth/provider/token";
    const refusals = await Promise.all([
      client.redeem(door, code),
      client.refresh(door, bought.refresh_token.replace(/.$/, "~")),
      door.send({ path: `${path}?code=${unused}&client_secret=${client.secret}` }),
      door.send({ method: "POST", path, authorization, form: new URLSearchParams({ code: unused }) }),
    ]);
    expect(refusals.map(({ status }) => status)).toEqual([400, 400, 405, 401]);
    for (const [name, value] of Object.entries({ unused, code, guess })) secrets.set(`${name} ${when}`, value);
    for (const [which, tokens] of Object.entries({ bought, renewed, ended })) {
      for (const [name, value] of Object.entries(tokens)) secrets.set(`${which} ${name} ${when}`, value ?? "");
    }
  }

  async function readAll(): Promise<Map<string, Buffer>> {
    const names = await readdir(machine.folder);
    return new Map(
      await Promise.all(names.map(async (name) => [name, await readFile(join(machine.folder, name))] as const)),
    );
  }

  it("[attack:A067] has no code, token, session, client secret or password in any file", () => {
    // Of each process two codes, a guess and three answers of three tokens; two cookies, secret, password.
    expect(secrets.size).toBe(2 * (3 + 9) + 4);
    expect([...secrets.values()].filter((value) => value.length < 16)).toEqual([]);
    for (const { when, files } of left) {
      const found = [...files].flatMap(([file, bytes]) =>
        [...secrets].filter(([, value]) => isIn(bytes, value)).map(([name]) => `${name} in ${file} ${when}`),
      );
      expect(found).toEqual([]);
    }
  });

  it("[attack:A067] has everything else in those files, so that the search would have found it", () => {
    const [ended, killed] = left.map(({ files }) => files);
    expect([...(killed?.keys() ?? [])].toSorted()).toEqual([
      "sallyport.db",
      "sallyport.db-shm",
      "sallyport.db-wal",
      "sallyport.db.key",
    ]);
    expect([...(ended?.keys() ?? [])].toSorted()).toEqual(["sallyport.db", "sallyport.db.key"]);
    for (const known of [client.id, machine.account.email]) expect(isIn(ended?.get("sallyport.db"), known)).toBe(true);
    expect(isIn(killed?.get("sallyport.db-wal"), client.id)).toBe(true);
  });

  it("has the signing keys sealed, and their master key in a file of its owner only", async () => {
    const database = new DatabaseSync(machine.database, { readOnly: true });
    const keys = database.prepare("SELECT kid, sealed_private_jwk FROM signing_keys").all();
    database.close();
    expect(keys.length).toBeGreaterThan(0);
    const key = await readFile(`${machine.database}.key`, "utf8");
    const sealed = keys.map((row) => Buffer.from(String(row["sealed_private_jwk"]), "base64url"));
    for (const { files } of left) {
      const bytes = Buffer.concat([...files].filter(([name]) => !name.endsWith(".key")).map(([, content]) => content));
      for (const { kid } of keys) expect(isIn(bytes, String(kid))).toBe(true);
      // The private members of keys of both kinds, as JSON and as PEM.
      for (const mark of ['"d":', '"p":', '"q":', "PRIVATE KEY", key.trim()]) {
        expect([bytes, ...sealed].filter((one) => one.includes(mark))).toEqual([]);
      }
    }
    const { mode } = await stat(`${machine.database}.key`);
    expect((mode & 0o777).toString(8)).toBe("600");
    expect(((await stat(machine.database)).mode & 0o077).toString(8)).toBe("0");
  });

  it("has none of it in the log", async () => {
    const key = await readFile(`${machine.database}.key`, "utf8");
    const log = said.stdout + said.stderr;
    const found = [...secrets, ["master key", key.trim()] as const].filter(([, value]) =>
      isIn(Buffer.from(log), value),
    );
    expect(found).toEqual([]);
    const told = ["code.issued", "code.replayed", "malformed_refresh_token", "client.authentication_failed"];
    for (const known of [client.id, ...told]) expect(log).toContain(known);
  });
});

/** Whether the bytes hold the secret as it is written, or the random bytes that it stands for. */
function isIn(bytes: Buffer | undefined, secret: string): boolean {
  if (bytes === undefined) throw new Error("there is no such file");
  return formsOf(secret).some((form) => bytes.includes(form));
}

/** A part from the middle is enough: it leaves out prefix, row id and checksum, which are no secret. */
function formsOf(secret: string): readonly (string | Buffer)[] {
  const [, body] = /^sp_[a-z]{2}_([\w-]{40,})$/.exec(secret) ?? [];
  if (body === undefined) return [secret];
  const random = Buffer.from(body, "base64url").subarray(8, -4);
  const [middle, half] = [random.subarray(0, 20), random.subarray(4, 20)];
  return [secret, body.slice(12, 36), middle, half, middle.toString("hex"), half.toString("base64").slice(0, 20)];
}
