import { resourceMetadataPlaces } from "../addresses.ts";
import { type Answer, documentOf } from "../answer.ts";
import type { Caller } from "../caller.ts";
import { metadataLink } from "../challenge.ts";
import type { ResourceEvidence } from "../evidence.ts";
import { firstDocument, probeAll, probeByBrowser } from "./documents.ts";

export async function gatherResource(caller: Caller, mcpUrl: string, bare: Answer): Promise<ResourceEvidence> {
  const link = metadataLink(bare);
  const isUsable = link !== undefined && URL.canParse(link) && /^https?:/i.test(link);
  const [linked] = isUsable ? await probeAll(caller, [{ name: "the link", url: link }]) : [];
  const places = await probeAll(caller, resourceMetadataPlaces(mcpUrl));
  const found = firstDocument(linked === undefined ? places : [linked, ...places]);
  const browser = await probeByBrowser(caller, found);
  return { linked, places, browser, document: documentOf(found?.answer) };
}
