import { endpointUrls, InteractionError, type InteractionView, type InteractionVisit } from "@sallyport/core";
import { html } from "hono/html";
import type { OutgoingHttpHeaders } from "node:http";
import { z } from "zod";
import { type Answer, emptyAnswer, redirectAnswer } from "../request/answer.ts";
import { checkOrigin } from "../request/browser-origin.ts";
import { readFields } from "../request/fields.ts";
import { leave } from "./leave.ts";
import { clientMark } from "../pages/client-mark.ts";
import { consentContent } from "../pages/consent.ts";
import { type Page, pageAnswer } from "../pages/layout.ts";
import { suggestionsContent } from "../pages/suggestions.ts";
import { type SignInAttempt, signInContent, signInFields, toContinue, wrongPassword } from "../pages/sign-in.ts";
import { tryPassword } from "./password-attempts.ts";
import { HttpRefusal } from "../request/refusal.ts";
import { answerPage, clientLogoPath, interactionPath, type Site } from "../request/site.ts";
import { isPrefetch, readQuery, type Visit } from "../request/visit.ts";

/** The page that the interaction needs next. */
export async function serveInteraction(site: Site, visit: Visit): Promise<Answer> {
  if (site.provider.config.frontendUrl !== undefined) return redirectAnswer("GET", answerPage(site, idOf(visit)));
  return await showInteraction(site, visit, { status: 200, headers: {} });
}

/** Takes what the person answered on the external front end, which sent the browser here. */
export async function serveContinuation(site: Site, visit: Visit): Promise<Answer> {
  if (isPrefetch(visit)) return emptyAnswer(204);
  const answer = readQuery(visit).get("answer") ?? "";
  const location = await site.provider.interactions.takeAnswer(interactionVisit(site, visit), answer);
  return redirectAnswer("GET", isOurs(site, location) ? pathOf(location) : location);
}

export async function serveSignIn(site: Site, visit: Visit): Promise<Answer> {
  checkOrigin(site, visit.request);
  const form = signInFields.safeParse(await readFields(visit));
  if (!form.success) throw new HttpRefusal("malformed_form");
  const { email } = form.data;
  const attempt = await tryPassword(site, { visit, email }, async () => {
    const outcome = await site.provider.interactions.signIn(interactionVisit(site, visit), form.data);
    return outcome.kind === "refused" ? undefined : outcome;
  });
  if (attempt.kind === "refused") {
    const { status, headers, message = wrongPassword } = attempt;
    return await showInteraction(site, visit, { status, headers, attempt: { email, message } });
  }
  const { sessionCookie, location } = attempt.outcome;
  const headers = { "Set-Cookie": site.cookies.setSession(sessionCookie) };
  if (location !== undefined) return await leave(visit, location, headers);
  return redirectAnswer("POST", interactionPath(site, idOf(visit)), headers);
}

const consentFields = z.object({
  csrf: z.string(),
  decision: z.enum(["allow", "deny"]),
  scope: z.array(z.string()),
});

export async function serveDecision(site: Site, visit: Visit): Promise<Answer> {
  checkOrigin(site, visit.request);
  const form = consentFields.safeParse(await readFields(visit));
  if (!form.success) throw new HttpRefusal("malformed_form");
  const { csrf, decision, scope } = form.data;
  try {
    const answer = { csrf, approved: decision === "allow", scopes: scope };
    const location = await site.provider.interactions.decide(interactionVisit(site, visit), answer);
    return isOurs(site, location) ? redirectAnswer("POST", pathOf(location)) : await leave(visit, location, {});
  } catch (error) {
    // Signed out meanwhile: the same address shows the sign-in form.
    if (!(error instanceof InteractionError) || error.reason !== "not_signed_in") throw error;
    return redirectAnswer("POST", interactionPath(site, idOf(visit)));
  }
}

/** Whether the person stays here: what they allowed went to a device. */
function isOurs(site: Site, location: string): boolean {
  return location.startsWith(`${endpointUrls(site.provider.config).device}/`);
}

/** The browser stays on the host name that it used. */
function pathOf(location: string): string {
  return new URL(location).pathname;
}

const switchFields = z.object({ csrf: z.string() });

/** Signs the person out, so that another can sign in to the same interaction. */
export async function serveSwitch(site: Site, visit: Visit): Promise<Answer> {
  checkOrigin(site, visit.request);
  const form = switchFields.safeParse(await readFields(visit));
  if (!form.success) throw new HttpRefusal("malformed_form");
  await site.provider.interactions.signOut(interactionVisit(site, visit), form.data);
  return redirectAnswer("POST", interactionPath(site, idOf(visit)), { "Set-Cookie": site.cookies.clearSession() });
}

interface Shown {
  status: number;
  headers: OutgoingHttpHeaders;
  attempt?: SignInAttempt;
}

async function showInteraction(site: Site, visit: Visit, shown: Shown): Promise<Answer> {
  const { id, cookies } = interactionVisit(site, visit);
  const view = await site.provider.interactions.view(id, cookies);
  visit.note.clientId = view.client.id;
  visit.note.flowId = view.flowId;
  return await pageAnswer(shown.status, renderView(site, view, shown.attempt), shown.headers);
}

function renderView(site: Site, view: InteractionView, attempt?: SignInAttempt): Page {
  const { client } = view;
  const logo = client.logo === undefined ? undefined : clientLogoPath(site, client.logo);
  const { title, content } = contentOf(site, view, attempt);
  return { title, content: html`${clientMark(client, logo)}${content}`, hasImages: logo !== undefined };
}

function contentOf(site: Site, view: InteractionView, attempt?: SignInAttempt): Pick<Page, "title" | "content"> {
  const here = interactionPath(site, view.id);
  if (view.kind === "sign-in") {
    const { csrf, loginHint, client } = view;
    const action = `${here}/sign-in`;
    return {
      title: "Sign in",
      content: html`${signInContent({ csrf, loginHint, action, purpose: toContinue(client) }, attempt)}
      ${suggestionsContent({ csrf, action, people: site.suggested })}`,
    };
  }
  const actions = { decision: `${here}/decision`, switchPerson: `${here}/switch` };
  return { title: `Allow ${view.client.name}?`, content: consentContent(view, actions, lasts(site)) };
}

const day = 24 * 60 * 60;

function lasts(site: Site): string {
  const { refreshTokenAbsoluteTtlSeconds, refreshTokenIdleTtlSeconds } = site.provider.config;
  const [longest, idle] = [refreshTokenAbsoluteTtlSeconds, refreshTokenIdleTtlSeconds].map((ttl) =>
    Math.ceil(ttl / day),
  );
  return `Until you take it back; at most ${longest} days, or ${idle} days without use`;
}

function interactionVisit(site: Site, visit: Visit): InteractionVisit {
  const { headers } = visit.request;
  return {
    id: idOf(visit),
    cookies: site.cookies.read(headers.cookie),
    address: visit.address,
    userAgent: headers["user-agent"],
  };
}

function idOf(visit: Visit): string {
  const { id } = visit.request.params;
  return typeof id === "string" ? id : "";
}
