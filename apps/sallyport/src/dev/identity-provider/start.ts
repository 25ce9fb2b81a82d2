import { type ListenAddress, listenAt } from "../../server/listeners.ts";
import type { Log } from "../../terminal/log.ts";
import { createListener } from "./app.ts";
import type { SignIn } from "./authorize.ts";
import { issue, type Issued, type Wish } from "./issue.ts";
import { createKeys } from "./keys.ts";
import { defects } from "./defects.ts";
import { createLedger } from "./ledger.ts";
import { subjects } from "./subjects.ts";
import { accessTokenTtlSeconds } from "./token-endpoint.ts";
import { tokenKinds } from "./tokens/all.ts";
import { platformNames } from "./tokens/workload.ts";

/** An OpenID provider of its own, for those who have to trust one. */
export interface IdentityProvider {
  issuer: string;
  describe(): ProviderView;
  /** @throws ManagementError naming the member of the wish that cannot be heeded */
  issue(wish: Wish): Promise<Issued>;
  /** Forgets sign-ins and keys. */
  clear(): void;
  close(): Promise<void>;
}

export interface ProviderView {
  issuer: string;
  /** Who can sign in. */
  subjects: readonly string[];
  kinds: readonly { name: string; summary: string; options: readonly string[]; required: readonly string[] }[];
  platforms: readonly string[];
  defects: readonly { name: string; summary: string }[];
}

export interface IdentityPlace {
  address: ListenAddress;
  /** By the port that it got. */
  issuerAt: (port: number) => string;
  /** The issuer of the authorization server beside it. */
  server: string;
  /** Who is signed in without being asked. */
  person: string | undefined;
  now: () => number;
  log: Log;
}

const graceMs = 1_000;
const codeTtlSeconds = 60;

function describeProvider(issuer: string): ProviderView {
  return {
    issuer,
    subjects,
    kinds: tokenKinds.map(({ name, summary, options, required }) => ({ name, summary, options, required })),
    platforms: platformNames,
    defects: defects.map(({ name, summary }) => ({ name, summary })),
  };
}

export async function startIdentityProvider(where: IdentityPlace): Promise<IdentityProvider> {
  const { server, now, person, log } = where;
  const listening = await listenAt(where.address);
  const issuer = where.issuerAt(listening.port);
  const codes = createLedger<SignIn>(codeTtlSeconds, now);
  const access = createLedger<SignIn>(accessTokenTtlSeconds, now);
  const counter = { issuer, server, now, keys: createKeys(), codes, access };
  listening.serve(createListener({ ...counter, person, log }));
  return {
    issuer,
    describe: () => describeProvider(issuer),
    issue: (wish) => issue(counter, wish),
    clear() {
      codes.clear();
      access.clear();
    },
    close: () => listening.close(graceMs),
  };
}
