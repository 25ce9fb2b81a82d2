import type { JsonObject } from "@sallyport/core";
import { type Answer, emptyAnswer, jsonAnswer } from "../request/answer.ts";
import { answerTagged, tagAnswer, type Tagged } from "../request/entity-tag.ts";
import { homeContent } from "../pages/home.ts";
import { pageAnswer } from "../pages/layout.ts";
import { accountPath, type PublicServer } from "../request/public-server.ts";
import type { RequestContext } from "../request/request-context.ts";

export async function serveMetadata(server: PublicServer, context: RequestContext): Promise<Answer> {
  return answerTagged(context, tagOf(await server.provider.metadata()));
}

export async function serveJwks(server: PublicServer, context: RequestContext): Promise<Answer> {
  return answerTagged(context, tagOf(server.provider.jwks()));
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

export async function serveHome(server: PublicServer): Promise<Answer> {
  const content = homeContent(server.provider.config.issuer, server.enabled ? accountPath(server) : undefined);
  return await pageAnswer(200, { title: "Authorization server", content }, {});
}

export async function serveHealth(): Promise<Answer> {
  return jsonAnswer(200, { status: "ok" });
}

export async function serveReadiness(server: PublicServer): Promise<Answer> {
  const isReady = await server.ready();
  return jsonAnswer(isReady ? 200 : 503, { status: isReady ? "ready" : "not ready" });
}

/** Browsers ask for it; the pages carry their own. */
export async function serveNoIcon(): Promise<Answer> {
  return emptyAnswer(204);
}
