import { type Answer, emptyAnswer, redirectAnswer } from "../request/answer.ts";
import { noteRefusal } from "../request/problem.ts";
import { destination } from "../pages/consent.ts";
import { pageAnswer } from "../pages/layout.ts";
import { interstitialContent } from "../pages/leave.ts";
import { answerPage, type Site } from "../request/site.ts";
import { isPrefetch, noteParameters, readBody, toOAuthRequest, type Visit } from "../request/visit.ts";

/** The authorization endpoint: core decides, this turns its outcome into what a browser follows. */
export async function serveAuthorize(site: Site, visit: Visit): Promise<Answer> {
  const { request } = visit;
  if (isPrefetch(visit)) return emptyAnswer(204);
  const body = request.method === "POST" ? await readBody(visit) : "";
  const message = toOAuthRequest(visit, body);
  noteParameters(visit, request.method === "POST" ? body : message.query);
  const outcome = await site.provider.authorize(message, site.cookies.read(request.headers.cookie));
  if (outcome.kind === "interaction") {
    const cookie = { "Set-Cookie": site.cookies.setBrowser(outcome.browserCookie) };
    return redirectAnswer(request.method, answerPage(site, outcome.id), cookie);
  }
  const { location, refusal } = outcome;
  if (refusal !== undefined) {
    visit.note.error = refusal.error;
    visit.note.reason = refusal.reason;
    if (refusal.cause !== undefined) visit.note.cause = refusal.cause;
    const status = outcome.kind === "redirect" ? 302 : 400;
    noteRefusal(
      visit,
      { route: "authorize", flights: site.provider.flights, errorUriBase: site.errorUriBase },
      {
        status,
        error: refusal.error,
        reason: refusal.reason,
        detail: refusal.detail,
      },
    );
  }
  if (outcome.kind === "redirect") return redirectAnswer(request.method, location);
  const content = interstitialContent(location, destination(location), visit.note);
  return await pageAnswer(400, { title: "Faulty request", content }, {});
}
