import { createHash, randomBytes } from "node:crypto";
import type { Caller } from "../caller.ts";
import { type Evidence, type Gathered, gathered, notGathered } from "../evidence.ts";
import { type Flow, gatherAuthorize } from "./authorize.ts";
import { gatherMcp, initializeCall } from "./mcp.ts";
import type { DoctorOptions } from "./options.ts";
import { gatherPerson } from "./person.ts";
import { chooseClient, gatherRegistration } from "./registration.ts";
import { gatherResource } from "./resource.ts";
import { gatherServer } from "./server.ts";
import { gatherIntrospection, gatherToken } from "./token.ts";
import { withhold } from "./withhold.ts";

/** Walks from the MCP server to tokens in the order of a client, and writes down what it sees. */
export async function gatherEvidence(caller: Caller, options: DoctorOptions): Promise<Gathered<Evidence>> {
  const { mcpUrl } = options;
  const bare = await caller(mcpUrl, initializeCall());
  if (bare.failure !== undefined) return notGathered(bare.failure);
  const mcp = await gatherMcp(caller, mcpUrl, bare);
  const resource = await gatherResource(caller, mcpUrl, bare);
  const server = await gatherServer(caller, mcpUrl, resource.document);
  const registration = await gatherRegistration(caller, server, options);
  const client = chooseClient(registration, options);
  const verifier = randomBytes(32).toString("base64url");
  const challenge = createHash("sha256").update(verifier).digest("base64url");
  const state = randomBytes(16).toString("base64url");
  const tokenClient = withhold(client, server, options);
  const pkce = { verifier, challenge };
  const flow: Flow = { caller, mcpUrl, resource, server, client, tokenClient, state, pkce };
  return gathered({
    mcpUrl,
    mcp,
    resource,
    server,
    registration,
    authorize: await gatherAuthorize(flow),
    token: await gatherToken(flow),
    introspection: await gatherIntrospection(flow),
    person: await gatherPerson(flow, options),
    state,
  });
}
