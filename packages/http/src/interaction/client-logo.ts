import { type Answer, pngAnswer } from "../request/answer.ts";
import { answerTagged, tagAnswer } from "../request/entity-tag.ts";
import { HttpRefusal } from "../request/refusal.ts";
import type { PublicServer } from "../request/public-server.ts";
import type { RequestContext } from "../request/request-context.ts";

/** An image and nothing else, also when somebody opens it by itself or from another site. */
const headers = {
  "Content-Security-Policy": "default-src 'none'; sandbox; frame-ancestors 'none'",
  "Cross-Origin-Resource-Policy": "same-origin",
};

/** The picture that an interaction's page names. It is there or it is not: the request fetches nothing. */
export async function serveClientLogo(server: PublicServer, context: RequestContext): Promise<Answer> {
  const { id } = context.request.params;
  const png = typeof id === "string" ? await server.provider.clientLogo(id) : undefined;
  if (png === undefined) throw new HttpRefusal("not_found");
  return answerTagged(context, tagAnswer(pngAnswer(png, headers)));
}
