import { type Answer, pngAnswer } from "../request/answer.ts";
import { answerTagged, tagAnswer } from "../request/entity-tag.ts";
import { HttpRefusal } from "../request/refusal.ts";
import type { Site } from "../request/site.ts";
import type { Visit } from "../request/visit.ts";

/** An image and nothing else, also when somebody opens it by itself or from another site. */
const headers = {
  "Content-Security-Policy": "default-src 'none'; sandbox; frame-ancestors 'none'",
  "Cross-Origin-Resource-Policy": "same-origin",
};

/** The picture that an interaction's page names. It is there or it is not: the request fetches nothing. */
export async function serveClientLogo(site: Site, visit: Visit): Promise<Answer> {
  const { id } = visit.request.params;
  const png = typeof id === "string" ? await site.provider.clientLogo(id) : undefined;
  if (png === undefined) throw new HttpRefusal("not_found");
  return answerTagged(visit, tagAnswer(pngAnswer(png, headers)));
}
