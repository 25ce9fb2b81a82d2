import type { Announcement } from "./announcement.ts";
import type { RunningServer } from "./child.ts";
import type { TestClient } from "./clients.ts";
import { createClock, type TestClock } from "./clock.ts";
import { createControl } from "./control.ts";
import { createDriver, type Driver } from "./driver.ts";
import { metadataUrlOf } from "./endpoints.ts";
import { createFaults, type TestFaults } from "./faults.ts";
import { namePerson, type Person, type PersonName } from "./people.ts";
import { createRequests, type TestRequests } from "./requests.ts";
import type { Seed, Seeded } from "./seed.ts";
import type { BrowserSession } from "./sessions.ts";
import { issueTokens, type Tokens, type TokenWish } from "./tokens.ts";

/**
 * A running server, and everything that steers it.
 * @example
 * ```ts
 * import { type TestServer } from "@sallyport/test-kit";
 * export const tokenOf = async (server: TestServer) => (await server.issueToken()).accessToken;
 * ```
 */
export interface TestServer extends AsyncDisposable {
  readonly issuer: string;
  /** The admin listener: console, RPC for administrators, and below `/dev` page and control API. */
  readonly adminUrl: string;
  /** RFC 8414. */
  readonly metadataUrl: string;
  /** The MCP endpoint of the demo, with `demo: true`. */
  readonly mcpUrl: string | undefined;
  /** Those of the start and those that were put in. */
  readonly people: readonly Person[];
  /** A public client that is there from the start; another one after a `reset`. */
  readonly client: TestClient;
  /**
   * Tokens by a whole flow inside the server: not among `requests`, and no fault spoils it.
   * @throws ControlError when the wish cannot be had, as a client would be told
   */
  issueToken(wish?: TokenWish): Promise<Tokens>;
  /** Signs somebody in, so that a browser needs no sign-in page. Default: alice. @throws ControlError */
  signIn(person?: PersonName): Promise<BrowserSession>;
  readonly driver: Driver;
  readonly clock: TestClock;
  readonly faults: TestFaults;
  readonly requests: TestRequests;
  /** Creates them in the order of the lists. @throws ControlError; those before one that cannot be created stay */
  seed(data: Seed): Promise<Seeded>;
  /** Begins anew, as after the start, on the same ports: other keys, right time, no faults. */
  reset(): Promise<void>;
  close(): Promise<void>;
}

/** Takes hold of a server. It is closed when that fails. */
export async function attach(running: RunningServer, atStart: Seed | undefined): Promise<TestServer> {
  try {
    return await createTestServer(running, atStart);
  } catch (error) {
    await running.close();
    throw error;
  }
}

async function createTestServer({ adminUrl, close }: RunningServer, atStart: Seed | undefined): Promise<TestServer> {
  const control = createControl(adminUrl);
  let known = await control.query<Announcement>("server");
  let people: readonly Person[] = [];
  const client = (): TestClient => ({ clientId: known.client.client_id, redirectUris: known.client.redirect_uris });

  async function seed(data: Seed): Promise<Seeded> {
    const seeded = await control.mutate<Seeded>("seed", data);
    people = [...people, ...(data.users ?? [])];
    return seeded;
  }

  async function begin(): Promise<void> {
    people = known.users;
    if (atStart !== undefined) await seed(atStart);
  }

  await begin();
  const { issuer, mcpUrl } = known;
  return {
    issuer,
    adminUrl,
    metadataUrl: metadataUrlOf(issuer),
    mcpUrl,
    get people() {
      return people;
    },
    get client() {
      return client();
    },
    issueToken: (wish) => issueTokens(control, wish),
    signIn: (person) => control.mutate("sessions.start", namePerson(person)),
    driver: createDriver({ issuer, client, findPerson: (name) => findPerson(people, name) }),
    clock: createClock(control),
    faults: createFaults(control),
    requests: createRequests(control),
    seed,
    async reset() {
      known = await control.mutate<Announcement>("reset");
      await begin();
    },
    close,
    [Symbol.asyncDispose]: close,
  };
}

function findPerson(people: readonly Person[], name: PersonName = "alice"): Person {
  if (typeof name !== "string") return name;
  const found = people.find(({ email }) => email === name || email.split("@", 1)[0] === name);
  if (found !== undefined) return found;
  throw new Error(`nobody is called ${name}; known: ${people.map(({ email }) => email).join(", ")}`);
}
