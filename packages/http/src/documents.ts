import type { JsonObject } from "@sallyport/core";
import { createHash } from "node:crypto";
import { type Answer, emptyAnswer, jsonAnswer } from "./answer.ts";
import { homeContent } from "./pages/home.ts";
import { pageAnswer } from "./pages/layout.ts";
import type { Site } from "./site.ts";
import type { Visit } from "./visit.ts";

export async function serveMetadata(site: Site, visit: Visit): Promise<Answer> {
  return withTag(visit, await site.provider.metadata());
}

export async function serveJwks(site: Site, visit: Visit): Promise<Answer> {
  return withTag(visit, site.provider.jwks());
}

interface Tagged {
  answer: Answer;
  tag: string;
}

/** The texts of documents that have not changed since they were last asked for. */
const tagged = new WeakMap<JsonObject, Tagged>();

function tagOf(document: JsonObject): Tagged {
  const known = tagged.get(document);
  if (known !== undefined) return known;
  const answer = jsonAnswer(200, document);
  const made = { answer, tag: `"${createHash("sha256").update(answer.body).digest("base64url")}"` };
  tagged.set(document, made);
  return made;
}

/** Answers 304 when the caller has this very text already (RFC 9110 section 13.1.2). */
function withTag(visit: Visit, document: JsonObject): Answer {
  const { answer, tag } = tagOf(document);
  const known = visit.request.headers["if-none-match"]?.split(",").map((one) => one.trim().replace(/^W\//, "")) ?? [];
  if (known.includes(tag) || known.includes("*")) return emptyAnswer(304, { ETag: tag });
  return { ...answer, headers: { ...answer.headers, ETag: tag } };
}

export async function serveHome(site: Site): Promise<Answer> {
  const content = homeContent(site.provider.config.issuer);
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
