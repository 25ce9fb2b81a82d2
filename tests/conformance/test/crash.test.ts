import { cp, mkdir } from "node:fs/promises";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { expect, it } from "vitest";
import { createDeployment, type Deployment } from "../src/deployment.ts";
import type { Door } from "../src/door.ts";
import { type Authorization, tokensOf, workUntilCrash } from "../src/load.ts";
import { connect, registerSteadyClient, type SteadyClient } from "../src/steady-client.ts";

const rounds = 20;
const workers = 16;
const refused = { status: 400, error: "invalid_grant" };

it("[fault:F01 attack:A107] keeps every acknowledged token, revocation and redemption over twenty kills", async () => {
  await using machine = await createDeployment();
  const registered = await registerSteadyClient(machine);
  let serving = await machine.start();
  const client = await connect(serving.door, machine.account, registered);
  const outcomes = { kept: 0, revoked: 0, retriedRefreshes: 0 };

  for (let round = 0; round < rounds; round += 1) {
    const { door, process } = serving;
    // Now in the middle of the first sign-ins, now when many grants are at every stage.
    const last = 10 + ((round * 37) % 80);
    const onAnswer = (count: number) => void (count === last && process.kill());
    const authorizations = await workUntilCrash({ client, door, workers, onAnswer });
    expect(await checkDatabase(machine, round)).toEqual([{ integrity_check: "ok" }]);
    const { stderr } = await process.end();
    outcomes.retriedRefreshes += stderr.split('"refresh_token.replayed"').length - 1;

    serving = await machine.start();
    const after = { client, door: serving.door };
    await Promise.all(authorizations.map((one, index) => checkKept(after, one, index)));
    outcomes.kept += authorizations.filter(({ tokens, isRevoked }) => tokens !== undefined && !isRevoked).length;
    outcomes.revoked += authorizations.filter(({ isRevoked }) => isRevoked).length;
  }
  // Each of them happened, so each was checked.
  expect(Object.values(outcomes).filter((count) => count === 0)).toEqual([]);
}, 240_000);

interface After {
  readonly client: SteadyClient;
  readonly door: Door;
}

/** What was acknowledged before the kill holds after it; what was not, is done wholly or not at all. */
async function checkKept({ client, door }: After, authorization: Authorization, index: number): Promise<void> {
  const { code, pending, replaced, isRevoked } = authorization;
  let { tokens } = authorization;
  if (tokens === undefined) {
    const answer = await client.redeem(door, code);
    if (pending === undefined) tokensOf(answer);
    else if (answer.tokens === undefined) expect(answer).toMatchObject(refused);
    tokens = answer.tokens;
  } else if (isRevoked) {
    expect(await client.isActive(door, tokens.access_token)).toBe(false);
  } else if (pending === "revoke") {
    const answer = await client.refresh(door, tokens.refresh_token);
    if (answer.tokens === undefined) expect(answer).toMatchObject(refused);
    tokens = answer.tokens;
  } else {
    expect(await client.isActive(door, tokens.access_token)).toBe(true);
    tokens = tokensOf(await client.refresh(door, tokens.refresh_token));
    expect(await client.isActive(door, tokens.access_token)).toBe(true);
  }
  // Nothing that was used before comes back to life, and trying ends the grant.
  const [used] = index % 2 === 0 ? replaced : [];
  const again = used === undefined ? await client.redeem(door, code) : await client.refresh(door, used);
  expect(again).toMatchObject(refused);
  if (tokens !== undefined) expect(await client.refresh(door, tokens.refresh_token)).toMatchObject(refused);
}

/** Looks at a copy of the files as the kill left them, before the program mends anything. */
async function checkDatabase({ folder, database }: Deployment, round: number): Promise<unknown[]> {
  const copy = join(folder, `round-${round}`);
  await mkdir(copy);
  for (const suffix of ["", "-wal"]) await cp(database + suffix, join(copy, `copy.db${suffix}`));
  const connection = new DatabaseSync(join(copy, "copy.db"));
  try {
    return connection.prepare("PRAGMA integrity_check").all();
  } finally {
    connection.close();
  }
}
