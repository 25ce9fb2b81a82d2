import type { MetadataAddress } from "../addresses.ts";
import { documentOf } from "../answer.ts";
import type { Caller } from "../caller.ts";
import type { BrowserProbe, Probe } from "../evidence.ts";
import { browserOrigin, metadataHeaders, preflightCall } from "./mcp.ts";

/** Asks every place, one after the other: the doctor is no load test. */
export async function probeAll(caller: Caller, places: readonly MetadataAddress[]): Promise<readonly Probe[]> {
  const probes: Probe[] = [];
  for (const place of places) {
    probes.push({ ...place, answer: await caller(place.url, { headers: metadataHeaders, follows: true }) });
  }
  return probes;
}

/** As a browser client asks for the document, which it may read only when CORS allows it. */
export async function probeByBrowser(caller: Caller, found: Probe | undefined): Promise<BrowserProbe | undefined> {
  if (found === undefined) return undefined;
  const { url } = found;
  const preflight = await caller(url, preflightCall("GET", "mcp-protocol-version"));
  const answer = await caller(url, { headers: { ...metadataHeaders, origin: browserOrigin } });
  return { url, preflight, answer };
}

export function firstDocument(probes: readonly Probe[]): Probe | undefined {
  return probes.find(({ answer }) => documentOf(answer) !== undefined);
}
