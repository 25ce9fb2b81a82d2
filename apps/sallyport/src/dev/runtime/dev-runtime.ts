import type { Client, Provider } from "@sallyport/core";
import type { ProtectedServer } from "../../server/protection.ts";
import type { Listeners, Running, ServerPlan } from "../../server/wire.ts";
import { startServer } from "../../server/wire.ts";
import { checkDocuments } from "../documents/check-documents.ts";
import { seedClient } from "../seed/client.ts";
import { type Demo, type DemoAddress, startDemo } from "./demo.ts";
import type { HostedDocument } from "../documents/documents.ts";
import { people, seedPeople } from "../seed/people.ts";
import { obtainTokens } from "../seed/token.ts";

/** A running server with everything that dev puts into it. */
export interface DevRuntime {
  running: Running;
  client: Client;
  demo: Demo | undefined;
  protectedServer: ProtectedServer | undefined;
  /** For alice; absent when her password was changed. */
  accessToken: string | undefined;
  /** Another one, by a new sign-in. */
  mintToken: () => Promise<string | undefined>;
}

export interface DevRuntimePlan {
  server: ServerPlan;
  documents: readonly HostedDocument[];
  /** Absent: no demo. */
  demoAddress: Omit<DemoAddress, "now"> | undefined;
  /** Absent: nothing is protected. */
  startProtected: ((provider: Provider) => Promise<ProtectedServer>) | undefined;
  /** The demo's clock. */
  now: () => number;
  /** Told as soon as there is a provider. */
  onProvider: (provider: Provider) => void;
}

/** On failure everything is closed, the store too, but for the ports. */
export async function startDevRuntime(plan: DevRuntimePlan, listeners: Listeners): Promise<DevRuntime> {
  const running = await startServer(plan.server, listeners).catch(async (error: unknown) => {
    await listeners.store.close();
    throw error;
  });
  let demo: Demo | undefined;
  let protectedServer: ProtectedServer | undefined;
  try {
    const { provider } = running;
    plan.onProvider(provider);
    await checkDocuments(provider, plan.documents);
    await seedPeople(provider.manage);
    const client = await seedClient(provider.manage);
    const { issuer } = provider.config;
    demo = plan.demoAddress && (await startDemo(issuer, provider.manage, { ...plan.demoAddress, now: plan.now }));
    protectedServer = await plan.startProtected?.(provider);
    const mintToken = createMint(provider, client, protectedServer ?? demo);
    return { running, client, demo, protectedServer, accessToken: await mintToken(), mintToken };
  } catch (error) {
    await Promise.all([demo?.close(), protectedServer?.close()]);
    await running.close();
    throw error;
  }
}

function createMint(
  provider: Provider,
  client: Client,
  target: Pick<Demo, "url" | "scopes"> | undefined,
): DevRuntime["mintToken"] {
  const scope = ["openid", "profile", "email", ...(target?.scopes ?? [])].join(" ");
  const [alice] = people;
  return async () => {
    const tokens = await obtainTokens(provider, { client, person: alice, scope, resource: target?.url });
    const token = tokens?.["access_token"];
    return typeof token === "string" ? token : undefined;
  };
}
