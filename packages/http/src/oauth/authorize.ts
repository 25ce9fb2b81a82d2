import { type Answer, emptyAnswer, redirectAnswer } from "../request/answer.ts";
import { noteRefusal } from "../request/problem.ts";
import { destination } from "../pages/consent.ts";
import { pageAnswer } from "../pages/layout.ts";
import { interstitialContent } from "../pages/leave.ts";
import { answerPage, type PublicServer } from "../request/public-server.ts";
import {
  isPrefetch,
  noteParameters,
  readBody,
  toOAuthRequest,
  type RequestContext,
} from "../request/request-context.ts";

/** The authorization endpoint: core decides, this turns its outcome into what a browser follows. */
export async function serveAuthorize(server: PublicServer, context: RequestContext): Promise<Answer> {
  const { request } = context;
  if (isPrefetch(context)) return emptyAnswer(204);
  const body = request.method === "POST" ? await readBody(context) : "";
  const message = toOAuthRequest(context, body);
  noteParameters(context, request.method === "POST" ? body : message.query);
  const outcome = await server.provider.authorize(message, server.cookies.read(request.headers.cookie));
  if (outcome.kind === "interaction") {
    const cookie = { "Set-Cookie": server.cookies.setBrowser(outcome.browserCookie) };
    return redirectAnswer(request.method, answerPage(server, outcome.id), cookie);
  }
  const { location, refusal } = outcome;
  if (refusal !== undefined) {
    context.note.error = refusal.error;
    context.note.reason = refusal.reason;
    if (refusal.cause !== undefined) context.note.cause = refusal.cause;
    const status = outcome.kind === "redirect" ? 302 : 400;
    noteRefusal(
      context,
      { route: "authorize", flowLog: server.provider.flowLog, errorUri: server.errorUri },
      {
        status,
        error: refusal.error,
        reason: refusal.reason,
        detail: refusal.detail,
      },
    );
  }
  if (outcome.kind === "redirect") return redirectAnswer(request.method, location);
  const content = interstitialContent(location, destination(location), context.note);
  return await pageAnswer(400, { title: "Faulty request", content }, {});
}
