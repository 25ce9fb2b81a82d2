import type { JsonObject } from "@sallyport/core";
import { type Answer, emptyAnswer, jsonAnswer } from "../request/answer.ts";
import { answerTagged, tagAnswer, type Tagged } from "../request/entity-tag.ts";
import { homeContent } from "../pages/home.ts";
import { pageAnswer } from "../pages/layout.ts";
import { accountPath, type Site } from "../request/site.ts";
import type { Visit } from "../request/visit.ts";

export async function serveMetadata(site: Site, visit: Visit): Promise<Answer> {
  return answerTagged(visit, tagOf(await site.provider.metadata()));
}

export async function serveJwks(site: Site, visit: Visit): Promise<Answer> {
  return answerTagged(visit, tagOf(site.provider.jwks()));
}

/** The texts of documents that have not changed since they were last asked for. */
const tagged = new WeakMap<JsonObject, Tagged>();

function tagOf(document: JsonObject): Tagged {
  const known = tagged.get(document);
  if (known !== undefined) return known;
  const made = tagAnswer(jsonAnswer(200, document));
  tagged.set(document, made);
  return made;
}

export async function serveHome(site: Site): Promise<Answer> {
  const content = homeContent(site.provider.config.issuer, site.enabled ? accountPath(site) : undefined);
  return await pageAnswer(200, { title: "Authorization server", content }, {});
}

export async function serveHealth(): Promise<Answer> {
  return jsonAnswer(200, { status: "ok" });
}

export async function serveReadiness(site: Site): Promise<Answer> {
  const isReady = await site.ready();
  return jsonAnswer(isReady ? 200 : 503, { status: isReady ? "ready" : "not ready" });
}

/** Browsers ask for it; the pages carry their own. */
export async function serveNoIcon(): Promise<Answer> {
  return emptyAnswer(204);
}
