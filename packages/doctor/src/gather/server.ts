import { isSecureUrl, serverMetadataPlaces } from "../addresses.ts";
import { type Answer, documentOf, type JsonObject, listOf, textOf } from "../answer.ts";
import type { Caller } from "../caller.ts";
import type { ServerEvidence } from "../evidence.ts";
import { firstDocument, probeAll, probeByBrowser } from "./documents.ts";
import { preflightCall } from "./mcp.ts";

export async function gatherServer(
  caller: Caller,
  mcpUrl: string,
  resource: JsonObject | undefined,
): Promise<ServerEvidence> {
  const named = listOf(resource, "authorization_servers").find((one) => URL.canParse(one));
  const issuer = named ?? new URL(mcpUrl).origin;
  const places = await probeAll(caller, serverMetadataPlaces(issuer));
  const found = firstDocument(places);
  const document = documentOf(found?.answer);
  return {
    issuer,
    isNamed: named !== undefined,
    places,
    mcpHost: await probeMcpHost(caller, mcpUrl, issuer),
    document,
    keys: await askSafely(caller, textOf(document, "jwks_uri")),
    browser: await probeByBrowser(caller, found),
    tokenPreflight: await preflight(caller, textOf(document, "token_endpoint")),
    registerPreflight: await preflight(caller, textOf(document, "registration_endpoint")),
  };
}

/** Some clients look for the authorization server at the MCP host, whatever the resource says. */
async function probeMcpHost(caller: Caller, mcpUrl: string, issuer: string): Promise<ServerEvidence["mcpHost"]> {
  const { origin, pathname } = new URL(mcpUrl);
  if (origin === new URL(issuer).origin) return [];
  const wanted = serverMetadataPlaces(`${origin}${pathname}`).slice(0, 1);
  return await probeAll(caller, [...wanted, ...serverMetadataPlaces(origin).slice(0, 1)]);
}

async function askSafely(caller: Caller, url: string | undefined): Promise<Answer | undefined> {
  return url !== undefined && isSecureUrl(url) ? await caller(url, { follows: true }) : undefined;
}

async function preflight(caller: Caller, url: string | undefined): Promise<Answer | undefined> {
  if (url === undefined || !isSecureUrl(url)) return undefined;
  return await caller(url, preflightCall("POST", "content-type,mcp-protocol-version"));
}
