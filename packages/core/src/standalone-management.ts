import { createAuditTrail } from "./records/audit/trail.ts";
import { authMethods } from "./client-auth/all.ts";
import { defaultConfig } from "./config.ts";
import type { Deps } from "./context.ts";
import { grantTypes } from "./grants/all.ts";
import { createManagement, type Management } from "./management/all.ts";
import type { Actor } from "./records/events.ts";
import type { Secret } from "./secret.ts";
import { checkMasterKey, publicJwkOf } from "./tokens/key-ring.ts";

/**
 * The management use cases alone, for a command line that works on the store of a running server. Without the
 * master key they may only read. What they did is stored once `audit.flush` has resolved.
 * @throws Error when the stored keys cannot be opened with the master key
 */
export async function createStandaloneManagement(
  deps: Pick<Deps, "store" | "clock" | "random" | "passwords"> & { masterKey: Secret | undefined },
): Promise<Management> {
  const { store, masterKey } = deps;
  if (masterKey !== undefined) await checkMasterKey(store, masterKey);
  const actor: Actor = { kind: "command_line" };
  const audit = createAuditTrail({ ...deps, origin: undefined });
  return createManagement({
    ...deps,
    audit,
    events: { emit: (event) => audit.emit(event, actor) },
    config: defaultConfig,
    grantTypes,
    authMethods,
    // What servers remember is theirs alone.
    flowLog: { find: () => undefined },
    openTokens: () => openStoredTokens(deps),
  });
}

/** Reads tokens with what the store has, as long as there is a server to take after. */
async function openStoredTokens(deps: Pick<Deps, "store" | "clock"> & { masterKey: Secret | undefined }) {
  const [system, keys] = await Promise.all([deps.store.system.get(), deps.store.keys.list()]);
  const jwks = { keys: keys.map((key) => publicJwkOf(key)) };
  return { ...deps, config: { issuer: system?.issuer ?? "" }, keys: { jwks: () => jwks } };
}
