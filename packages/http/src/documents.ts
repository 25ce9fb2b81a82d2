import { createHash } from "node:crypto";
import { type Answer, emptyAnswer, jsonAnswer } from "./answer.ts";
import { homeContent } from "./pages/home.ts";
import { pageAnswer } from "./pages/layout.ts";
import type { Site } from "./site.ts";
import type { Visit } from "./visit.ts";

export async function serveMetadata(site: Site, visit: Visit): Promise<Answer> {
  return withTag(visit, jsonAnswer(200, await site.provider.metadata()));
}

export async function serveJwks(site: Site, visit: Visit): Promise<Answer> {
  return withTag(visit, jsonAnswer(200, site.provider.jwks()));
}

/** Answers 304 when the caller has this very text already (RFC 9110 section 13.1.2). */
function withTag(visit: Visit, answer: Answer): Answer {
  const tag = `"${createHash("sha256").update(answer.body).digest("base64url")}"`;
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
