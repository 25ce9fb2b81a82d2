import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import { type Child, run, startChild } from "./child.ts";
import { type Door, openDoor } from "./door.ts";
import { freePort } from "@sallyport/fixtures/free-port";
import type { Account } from "./browser-person.ts";
import { program } from "./program.ts";

/** Many of these start beside one another, on machines with few cores. */
const deadlineMs = 60_000;

/** A machine in production: one database, and processes of the program that serve it. */
export interface Deployment extends AsyncDisposable {
  readonly issuer: string;
  /** Everything that the program writes is here. */
  readonly folder: string;
  readonly database: string;
  readonly account: Account;
  /** Runs another command of the program on the database: what it prints with `--json`. */
  manage(...command: readonly string[]): Promise<unknown>;
  /** One more process on the same database. */
  start(): Promise<Serving>;
}

export interface Serving {
  readonly door: Door;
  readonly process: Child;
}

const announcement = z.object({ listening: z.object({ port: z.number() }) });

export async function createDeployment(): Promise<Deployment> {
  const folder = await mkdtemp(join(tmpdir(), "sallyport-"));
  const database = join(folder, "sallyport.db");
  const issuer = `http://127.0.0.1:${await freePort()}`;
  const account = { email: "alice@example.com", password: "canary of alice: 7Kq-2vXw" };
  const started: Serving[] = [];
  const at = ["--database", `sqlite:${database}`, "--json"];

  async function manage(...command: readonly string[]): Promise<unknown> {
    const { code, stdout, stderr } = await run({ ...program(...command, ...at), deadlineMs });
    if (code !== 0) throw new Error(`${command.join(" ")}: ${stderr}`);
    return JSON.parse(stdout);
  }

  async function start(): Promise<Serving> {
    const place = ["--port", "0", "--admin-port", "0", "--trusted-hops", "1", "--log-level", "debug"];
    const name = ["--issuer", issuer, "--allow-http-loopback"];
    const env = { SALLYPORT_OWNER_EMAIL: account.email, SALLYPORT_OWNER_PASSWORD: account.password };
    const process = startChild({ ...program("serve", ...name, ...place, ...at), env, deadlineMs });
    const port = await process.line((line) => {
      return line.startsWith("{") ? announcement.parse(JSON.parse(line)).listening.port : undefined;
    });
    const serving = { door: openDoor(port, issuer), process };
    started.push(serving);
    return serving;
  }

  return {
    issuer,
    folder,
    database,
    account,
    manage,
    start,
    async [Symbol.asyncDispose]() {
      for (const { door } of started) door.close();
      await Promise.all(started.map(({ process }) => process.stop()));
      await rm(folder, { recursive: true });
    },
  };
}
