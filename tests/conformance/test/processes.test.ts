import { beforeAll, describe, expect, it } from "vitest";
import { createDeployment, type Deployment, type Serving } from "../src/deployment.ts";
import type { Door } from "../src/door.ts";
import { tokensOf } from "../src/load.ts";
import { startAll } from "../src/start-all.ts";
import { connect, registerSteadyClient, type SteadyClient, type Tokens } from "../src/steady-client.ts";

const parallel = 50;

describe("two processes on one database", () => {
  let machine: Deployment;
  let processes: readonly [Serving, Serving];
  let client: SteadyClient;

  beforeAll(
    startAll(async (stack) => {
      machine = stack.use(await createDeployment());
      const registered = await registerSteadyClient(machine);
      processes = await Promise.all([machine.start(), machine.start()]);
      client = await connect(processes[0].door, machine.account, registered);
    }),
  );

  /** Half of the calls to each process, all at once. */
  async function atOnce<Result>(call: (door: Door) => Promise<Result>): Promise<Result[]> {
    const [one, other] = processes;
    return await Promise.all(
      Array.from({ length: parallel }, (_, index) => call((index % 2 === 0 ? one : other).door)),
    );
  }

  async function onBoth<Result>(call: (door: Door) => Promise<Result>): Promise<Result[]> {
    return await Promise.all(processes.map(({ door }) => call(door)));
  }

  async function getTokens(): Promise<Tokens> {
    const [{ door }] = processes;
    return tokensOf(await client.redeem(door, await client.getCode(door)));
  }

  it("[seed:C13] remembers everywhere what a person allowed a client that proves who it is", async () => {
    expect(await onBoth((door) => client.getCode(door))).toEqual([expect.any(String), expect.any(String)]);
  });

  it("[attack:A060 fault:F08 seed:C22] sells a code once, and takes it back when it is asked for again", async () => {
    for (let round = 0; round < 5; round += 1) {
      const code = await client.getCode(processes[round % 2 === 0 ? 0 : 1].door);
      const answers = await atOnce((door) => client.redeem(door, code));
      const winners = answers.filter(({ status }) => status === 200);
      const losers = answers.filter(({ status, error }) => status === 400 && error === "invalid_grant");
      expect([winners.length, losers.length]).toEqual([1, parallel - 1]);
      const { access_token: access, refresh_token: refresh } = tokensOf(winners[0]);
      expect(await onBoth((door) => client.isActive(door, access))).toEqual([false, false]);
      expect(await onBoth(async (door) => (await client.refresh(door, refresh)).error)).toEqual([
        "invalid_grant",
        "invalid_grant",
      ]);
    }
  });

  it("[attack:A096 fault:F08 seed:C26] gives parallel refreshes one successor", async () => {
    for (let round = 0; round < 5; round += 1) {
      const { refresh_token: first } = await getTokens();
      const answers = await atOnce((door) => client.refresh(door, first));
      expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
      const successors = new Set(answers.map((answer) => tokensOf(answer).refresh_token));
      expect(successors.size).toBe(1);
      const [successor = ""] = successors;
      const next = tokensOf(await client.refresh(processes[1].door, successor));
      expect(await onBoth((door) => client.isActive(door, next.access_token))).toEqual([true, true]);
      const reused = await client.refresh(processes[0].door, first);
      expect(reused).toMatchObject({ status: 400, error: "invalid_grant" });
      expect(await onBoth((door) => client.isActive(door, next.access_token))).toEqual([false, false]);
      expect(await client.refresh(processes[1].door, next.refresh_token)).toMatchObject({ error: "invalid_grant" });
    }
  });

  it("[attack:A151] ends tokens everywhere when one process revokes them", async () => {
    const [one, other] = processes;
    for (const [here, there] of [
      [one.door, other.door],
      [other.door, one.door],
    ] as const) {
      const { access_token: access, refresh_token: refresh } = await getTokens();
      expect(await client.isActive(there, access)).toBe(true);
      expect(await client.revoke(here, refresh)).toBe(200);
      expect(await client.isActive(there, access)).toBe(false);
      expect(await client.refresh(there, refresh)).toMatchObject({ status: 400, error: "invalid_grant" });
    }
  });

  it("[seed:C35 seed:D133] forgets a client everywhere when the command deletes it", async () => {
    const doomed = await connect(processes[1].door, machine.account, await registerSteadyClient(machine));
    const [{ door }] = processes;
    const { access_token: first } = tokensOf(await doomed.redeem(door, await doomed.getCode(door)));
    const { access_token: access, refresh_token: refresh } = tokensOf(
      await doomed.redeem(door, await doomed.getCode(door)),
    );
    const openUserinfo = async (one: Door, token: string) =>
      (await one.send({ path: "/oauth/provider/userinfo", authorization: `Bearer ${token}` })).status;
    const code = await doomed.getCode(door);
    expect(await onBoth(async (door) => (await doomed.refresh(door, refresh)).status)).toEqual([200, 200]);
    for (const token of [first, access]) expect(await onBoth((one) => openUserinfo(one, token))).toEqual([200, 200]);
    await machine.manage("clients", "delete", doomed.id);
    for (const token of [first, access]) expect(await onBoth((one) => openUserinfo(one, token))).toEqual([401, 401]);
    const gone = { status: 401, error: "invalid_client", tokens: undefined };
    expect(await onBoth((door) => doomed.refresh(door, refresh))).toEqual([gone, gone]);
    expect(await onBoth((door) => doomed.redeem(door, code))).toEqual([gone, gone]);
  });

  const ends: Record<string, (person: string, refreshToken: string) => Promise<unknown>> = {
    "users disable": (person) => machine.manage("users", "disable", person),
    "users set-password": (person) => machine.manage("users", "set-password", person, "--password", "another one 9"),
    "users sign-out": (person) => machine.manage("users", "sign-out", person),
    "users erase": (person) => machine.manage("users", "erase", person),
    "tokens revoke": (_person, token) => machine.manage("tokens", "revoke", token),
  };

  for (const [index, [command, end]] of Object.entries(ends).entries()) {
    it(`[seed:D157 seed:C29 seed:D134] ends everywhere what ${command} ends`, async () => {
      const account = { email: `person-${index}@example.com`, password: "canary of a person: 4Hs" };
      await machine.manage("users", "create", "--email", account.email, "--password", account.password);
      const [{ door }] = processes;
      const theirs = await connect(door, account, client);
      const { access_token: access, refresh_token: refresh } = tokensOf(
        await theirs.redeem(door, await theirs.getCode(door)),
      );
      const code = await theirs.getCode(door);
      const isSignedIn = async (one: Door) => {
        const { body } = await one.send({ path: "/account", cookie: theirs.cookie });
        return body.includes("Your account");
      };
      expect(await onBoth((one) => theirs.isActive(one, access))).toEqual([true, true]);
      expect(await onBoth(isSignedIn)).toEqual([true, true]);
      await end(account.email, refresh);
      expect(await onBoth((one) => theirs.isActive(one, access))).toEqual([false, false]);
      const errorOf = async (answer: Promise<{ error: string | undefined }>) => (await answer).error;
      const dead = ["invalid_grant", "invalid_grant"];
      expect(await onBoth((one) => errorOf(theirs.refresh(one, refresh)))).toEqual(dead);
      const isOfPerson = command.startsWith("users");
      expect(await onBoth(isSignedIn)).toEqual([!isOfPerson, !isOfPerson]);
      if (isOfPerson) expect(await onBoth((one) => errorOf(theirs.redeem(one, code)))).toEqual(dead);
    });
  }

  it("[fault:F08] never answered that it failed, nor that the database was locked", () => {
    for (const { door } of processes) expect(door.statuses.get(200)).toBeGreaterThan(0);
    const statuses = processes.flatMap(({ door }) => [...door.statuses.keys()]);
    expect(statuses.filter((status) => status === 429 || status >= 500)).toEqual([]);
  });
});
