import type { OutgoingHttpHeaders } from "node:http";
import { type Answer, redirectAnswer } from "../request/answer.ts";
import { pageAnswer } from "../pages/layout.ts";
import { leaveContent } from "../pages/leave.ts";
import type { RequestContext } from "../request/request-context.ts";

/**
 * Sends the person back to the client after a form was posted: a 303 (RFC 9700 section 4.12), but for
 * browsers a page that goes there by itself. Chromium holds every hop after a form post against the
 * page's `form-action`, so a client whose address redirects on (to `cursor:`, say) would end in a dead
 * button; a page that refreshes starts a navigation of its own. It also stays when an application's
 * scheme or a loopback port does not answer, with the address to copy.
 */
export async function leave(context: RequestContext, location: string, headers: OutgoingHttpHeaders): Promise<Answer> {
  if (context.request.headers["sec-fetch-mode"] !== "navigate") return redirectAnswer("POST", location, headers);
  const page = { title: "Returning to the application", content: leaveContent(location), refreshTo: location };
  return await pageAnswer(200, page, headers);
}
