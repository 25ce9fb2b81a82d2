import { hashSecret } from "@sallyport/core/secret";
import { epochSeconds } from "@sallyport/core/time";
import type { TestProvider } from "@sallyport/fixtures";
import { getTokens } from "@sallyport/fixtures";
import { sampleClient, sampleUser } from "@sallyport/fixtures/store-samples";
import Driver from "better-sqlite3";
import { type Multiplication, multiply } from "./bulk.ts";

export interface Scale {
  clients: number;
  /** Of all clients together, and so many again of one client. */
  grants: number;
  audit: number;
}

const rowsAtOnce = 1_000;
/** Row ids of the grants and sessions that are made lie so far apart. */
const idStep = 1_000_000;

/**
 * Fills the store: clients, people and API keys by its own verbs; grants, consents, sessions and audit rows
 * as copies of one of each, which a flow made. The confidential client of `test` gets half of the grants,
 * Alice a tenth of the sessions. Returns a token of that client.
 */
export async function fill(
  test: TestProvider,
  file: string,
  { scale, progress }: { scale: Scale; progress: (text: string) => void },
): Promise<string> {
  const { access_token: token } = await getTokens(test, test.bas);
  await test.provider.flush();
  await insertAll(scale.clients, (n) => insertClient(test, n));
  progress("clients are there");
  await insertAll(scale.clients, (n) => insertPerson(test, n));
  progress("people are there");
  await insertAll(scale.clients / 100, (n) => insertApiKey(test, n));
  copyRows(test, file, { scale, progress });
  if (typeof token !== "string") throw new Error("the flow ends without a token");
  return token;
}

async function insertAll(count: number, insert: (n: number) => Promise<unknown>): Promise<void> {
  for (let from = 1; from <= count; from += rowsAtOnce) {
    const length = Math.min(rowsAtOnce, count - from + 1);
    await Promise.all(Array.from({ length }, (_, index) => insert(from + index)));
  }
}

function insertClient({ store, clock }: TestProvider, n: number): Promise<unknown> {
  const client = sampleClient({
    id: `client-${n}`,
    name: `Desk ${n}`,
    type: n % 3 === 0 ? "confidential" : "public",
    provenance: n % 4 === 0 ? "dynamic" : "preregistered",
    status: n % 50 === 0 ? "pending" : "active",
    createdAt: epochSeconds(clock.now() + Math.floor(n / 100)),
  });
  return store.clients.insert(client);
}

function insertPerson({ store, clock }: TestProvider, n: number): Promise<unknown> {
  const createdAt = epochSeconds(clock.now() + Math.floor(n / 100));
  const status = n % 50 === 0 ? "disabled" : "active";
  return store.users.insert(
    sampleUser({ id: `user-${n}`, email: `person${n}@example.com`, name: `Person ${n}`, status, createdAt }),
  );
}

function insertApiKey({ store, clock, alice }: TestProvider, n: number): Promise<unknown> {
  const createdAt = epochSeconds(clock.now() + n);
  return store.apiKeys.insert({
    id: `key_${n}`,
    hash: hashSecret(`key ${n}`),
    name: `key ${n}`,
    role: "viewer",
    makerId: n % 2 === 0 ? alice.id : `user-${n}`,
    makerEpoch: 0,
    createdAt,
    expiresAt: epochSeconds(createdAt + 86_400),
  });
}

/** Beside the open store, on a connection of its own that waits for no disk. */
function copyRows(
  test: TestProvider,
  file: string,
  { scale, progress }: { scale: Scale; progress: (text: string) => void },
): void {
  const database = new Driver(file);
  database.pragma("synchronous = off");
  database.pragma("cache_size = -524288");
  database.exec("create temporary table heads as select max(sequence) as last from audit_events");
  for (const table of [...tokenTables(test, scale), sessionTable(scale), auditTable(scale)]) {
    multiply(database, table, progress);
  }
  database.pragma("wal_checkpoint(TRUNCATE)");
  database.close();
}

function tokenTables({ bas }: TestProvider, { clients, grants }: Scale): Multiplication[] {
  const like = `client_id = '${bas.id}'`;
  const person = personOf("n", clients);
  return [
    {
      table: "oauth_grants",
      like,
      count: grants * 2,
      columns: {
        id: `t.id - n * ${idStep}`,
        client_id: `iif(n % 2 = 0, t.client_id, ${clientOf("n", clients)})`,
        user_id: person,
        resources: "json_array('https://mcp-' || (n % 100) || '.example/')",
        family_hash: "randomblob(32)",
        current_hash: "randomblob(32)",
        revoked_at: "iif(n % 5 = 0, t.created_at, null)",
        revoked_reason: "iif(n % 5 = 0, 'client_request', null)",
      },
    },
    {
      table: "oauth_consents",
      like,
      count: grants,
      columns: {
        number: "t.number + n",
        user_id: person,
        // Another client for each consent of a person.
        client_id: `'client-' || (1 + (n % ${clients} + n / ${clients} * 7919) % ${clients})`,
      },
    },
  ];
}

function sessionTable({ clients }: Scale): Multiplication {
  return {
    table: "sessions",
    like: "audience = 'account'",
    count: clients,
    columns: {
      id: `t.id - n * ${idStep}`,
      hash: "randomblob(32)",
      user_id: `iif(n % 10 = 0, t.user_id, ${personOf("n", clients)})`,
    },
  };
}

const flowTypes = ["sign_in.succeeded", "consent.granted", "code.issued", "tokens.issued"];

function auditTable({ audit, clients }: Scale): Multiplication {
  return {
    table: "audit_events",
    like: "type = 'consent.granted'",
    count: audit,
    columns: {
      sequence: "(select last from heads) + n",
      at: "t.at + n / 1000",
      type: `json_extract('${JSON.stringify(flowTypes)}', '$[' || (n % ${flowTypes.length}) || ']')`,
      user_id: personOf("n / 4", clients),
      client_id: clientOf("n / 4", clients),
      flow_id: "'flow-' || (n / 4)",
      request_id: "'request-' || n",
      address: "'192.0.2.1'",
      hash: "randomblob(32)",
    },
  };
}

function personOf(number: string, people: number): string {
  return `'user-' || (1 + ${number} % ${people})`;
}

function clientOf(number: string, clients: number): string {
  return `'client-' || (1 + ${number} * 7919 % ${clients})`;
}
