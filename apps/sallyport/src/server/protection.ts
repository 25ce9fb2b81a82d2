import { hostSpellings, ManagementError, type Provider, type Store } from "@sallyport/core";
import { deriveKey } from "@sallyport/core/secret";
import { createProtection, parseForwardHeaders, parseToolScopes, type ToolScopes } from "@sallyport/protect";
import { hasCode, usageFailure } from "../terminal/failure.ts";
import { type ListenAddress, listenAt } from "./listeners.ts";
import type { Listening } from "./listen.ts";
import type { Log } from "../terminal/log.ts";
import { loadMasterKey, type MasterKeySettings } from "../storage/master-key.ts";
import type { ProtectPlan } from "../settings/protect-plan.ts";
import type { DatabaseAddress } from "../storage/open-store.ts";

/** An MCP server behind OAuth. */
export interface ProtectedServer {
  /** As clients see it: the resource. */
  url: string;
  upstream: string;
  scopes: readonly string[];
  /** Where the upstream finds the keys of the header that names the caller. */
  identityKeysUrl: string;
  /** Where it is listened for clients or their proxy. */
  port: number;
  close(): Promise<void>;
}

/** Where the endpoint goes. */
export interface ProtectedAddress {
  address: ListenAddress;
  /** As clients see it, by the port that it got. */
  publicUrl: (port: number) => string;
  /** Whose master key the proxy's own keys follow from, so that all processes have the same. */
  keys: MasterKeySettings & { database: DatabaseAddress };
}

interface ProtectContext {
  provider: Provider;
  store: Store;
  log: Log;
}

const graceMs = 5_000;
/** So long an event stream may go on after its token was revoked or has expired. */
const checkStreamsMs = 2_000;
/** Bodies are as long as the upstream likes. */
const requestTimeoutMs = 300_000;

/** Starts what puts OAuth before an MCP server, and registers it as a resource. */
export type StartProtected = (where: ProtectedAddress, context: ProtectContext) => Promise<ProtectedServer>;

/** @throws Failure when the file of tools or the name of a header is of no use; nothing is open yet then */
export function prepareProtected(plan: ProtectPlan): StartProtected {
  const tools = readTools(plan);
  checkForwardHeaders(plan);
  const { upstream, forwardHeaders } = plan;
  return async (where, context) => {
    const listening = await listenAt({ ...where.address, requestTimeoutMs });
    try {
      return await protect({ ...where, upstream, forwardHeaders, tools }, { ...context, listening });
    } catch (error) {
      await listening.close(0);
      throw error;
    }
  };
}

function readTools({ tools }: ProtectPlan): ToolScopes | undefined {
  if (tools === undefined) return undefined;
  try {
    return parseToolScopes(tools.document);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw usageFailure(`${tools.file}: ${error.message}`, "protectTools");
  }
}

function checkForwardHeaders({ forwardHeaders }: ProtectPlan): void {
  try {
    parseForwardHeaders(forwardHeaders);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw usageFailure(error.message, "forwardHeader");
  }
}

type ProtectedEndpoint = ProtectedAddress &
  Pick<ProtectPlan, "upstream" | "forwardHeaders"> & { tools: ToolScopes | undefined };

async function protect(
  { upstream, tools, forwardHeaders, publicUrl, keys }: ProtectedEndpoint,
  { provider, store, log, listening }: ProtectContext & { listening: Listening },
): Promise<ProtectedServer> {
  const url = publicUrl(listening.port);
  const scopes = tools?.all ?? [];
  await registerResource({ provider, log }, url, scopes);
  const { listener, identityKeysUrl, checkStreams, endStreams } = await createProtection({
    upstream,
    publicUrl: url,
    hosts: hostSpellings(url),
    issuer: provider.config.issuer,
    lookUp: (token) => provider.lookUpAccessToken(token),
    tools,
    forwardHeaders,
    secret: deriveKey(await loadMasterKey(keys, keys.database, store), "protect"),
    onRequest: ({ durationMs, ...request }) => {
      log.info({ ...request, route: "protected", durationMs: Math.round(durationMs) }, "request");
    },
    onRefusal: (reason) => log.info({ reason }, "the protected endpoint refused a request"),
    onTrouble: (cause) => log.warn({ cause, upstream }, describeTrouble(cause)),
  });
  listening.serve(listener);
  const timer = setInterval(() => void checkStreams(), checkStreamsMs).unref();
  return {
    url,
    upstream,
    scopes,
    identityKeysUrl,
    port: listening.port,
    close() {
      clearInterval(timer);
      endStreams();
      return listening.close(graceMs);
    },
  };
}

const unmet = "the registered resource lacks scopes that its tools need: add them with `sallyport resources update`";

/** One that is registered stays as it is: an operator may have changed it. */
async function registerResource(
  { provider: { manage }, log }: Pick<ProtectContext, "provider" | "log">,
  uri: string,
  scopes: readonly string[],
): Promise<void> {
  try {
    await manage.resources.create({ uri, scopes: scopes.map((name) => ({ name, description: name })) });
  } catch (error) {
    if (!(error instanceof ManagementError && error.code === "already_exists")) throw error;
    const known = (await manage.resources.get(uri)).scopes.map(({ name }) => name);
    const missing = scopes.filter((name) => !known.includes(name));
    if (missing.length > 0) log.warn({ uri, missing }, unmet);
  }
}

/** What OpenSSL says of a certificate that nobody known vouches for. */
const untrusted = [
  "DEPTH_ZERO_SELF_SIGNED_CERT",
  "SELF_SIGNED_CERT_IN_CHAIN",
  "UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
  "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
];

function describeTrouble(cause: unknown): string {
  if (!untrusted.some((code) => hasCode(cause, code))) return "the request to the protected MCP server failed";
  return "the certificate of the protected MCP server is not trusted: set NODE_EXTRA_CA_CERTS to the file of its certificate authority";
}
