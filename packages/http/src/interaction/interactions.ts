import { endpointUrls, InteractionError, type InteractionView, type InteractionRequest } from "@sallyport/core";
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
import { answerPage, clientLogoPath, interactionPath, type PublicServer } from "../request/public-server.ts";
import { isPrefetch, readQuery, type RequestContext } from "../request/request-context.ts";

/** The page that the interaction needs next. */
export async function serveInteraction(server: PublicServer, context: RequestContext): Promise<Answer> {
  if (server.provider.config.frontendUrl !== undefined) return redirectAnswer("GET", answerPage(server, idOf(context)));
  return await showInteraction(server, context, { status: 200, headers: {} });
}

/** Takes what the person answered on the external front end, which sent the browser here. */
export async function serveContinuation(server: PublicServer, context: RequestContext): Promise<Answer> {
  if (isPrefetch(context)) return emptyAnswer(204);
  const answer = readQuery(context).get("answer") ?? "";
  const location = await server.provider.interactions.takeAnswer(interactionRequest(server, context), answer);
  return redirectAnswer("GET", isOurs(server, location) ? pathOf(location) : location);
}

export async function serveSignIn(server: PublicServer, context: RequestContext): Promise<Answer> {
  checkOrigin(server, context.request);
  const form = signInFields.safeParse(await readFields(context));
  if (!form.success) throw new HttpRefusal("malformed_form");
  const { email } = form.data;
  const attempt = await tryPassword(server, { context, email }, async () => {
    const outcome = await server.provider.interactions.signIn(interactionRequest(server, context), form.data);
    return outcome.kind === "refused" ? undefined : outcome;
  });
  if (attempt.kind === "refused") {
    const { status, headers, message = wrongPassword } = attempt;
    return await showInteraction(server, context, { status, headers, attempt: { email, message } });
  }
  const { sessionCookie, location } = attempt.outcome;
  const headers = { "Set-Cookie": server.cookies.setSession(sessionCookie) };
  if (location !== undefined) return await leave(context, location, headers);
  return redirectAnswer("POST", interactionPath(server, idOf(context)), headers);
}

const consentFields = z.object({
  csrf: z.string(),
  decision: z.enum(["allow", "deny"]),
  scope: z.array(z.string()),
});

export async function serveDecision(server: PublicServer, context: RequestContext): Promise<Answer> {
  checkOrigin(server, context.request);
  const form = consentFields.safeParse(await readFields(context));
  if (!form.success) throw new HttpRefusal("malformed_form");
  const { csrf, decision, scope } = form.data;
  try {
    const answer = { csrf, approved: decision === "allow", scopes: scope };
    const location = await server.provider.interactions.decide(interactionRequest(server, context), answer);
    return isOurs(server, location) ? redirectAnswer("POST", pathOf(location)) : await leave(context, location, {});
  } catch (error) {
    // Signed out meanwhile: the same address shows the sign-in form.
    if (!(error instanceof InteractionError) || error.reason !== "not_signed_in") throw error;
    return redirectAnswer("POST", interactionPath(server, idOf(context)));
  }
}

/** Whether the person stays here: what they allowed went to a device. */
function isOurs(server: PublicServer, location: string): boolean {
  return location.startsWith(`${endpointUrls(server.provider.config).device}/`);
}

/** The browser stays on the host name that it used. */
function pathOf(location: string): string {
  return new URL(location).pathname;
}

const switchFields = z.object({ csrf: z.string() });

/** Signs the person out, so that another can sign in to the same interaction. */
export async function serveSwitch(server: PublicServer, context: RequestContext): Promise<Answer> {
  checkOrigin(server, context.request);
  const form = switchFields.safeParse(await readFields(context));
  if (!form.success) throw new HttpRefusal("malformed_form");
  await server.provider.interactions.signOut(interactionRequest(server, context), form.data);
  return redirectAnswer("POST", interactionPath(server, idOf(context)), {
    "Set-Cookie": server.cookies.clearSession(),
  });
}

interface Shown {
  status: number;
  headers: OutgoingHttpHeaders;
  attempt?: SignInAttempt;
}

async function showInteraction(server: PublicServer, context: RequestContext, shown: Shown): Promise<Answer> {
  const { id, cookies } = interactionRequest(server, context);
  const view = await server.provider.interactions.view(id, cookies);
  context.note.clientId = view.client.id;
  context.note.flowId = view.flowId;
  return await pageAnswer(shown.status, renderView(server, view, shown.attempt), shown.headers);
}

function renderView(server: PublicServer, view: InteractionView, attempt?: SignInAttempt): Page {
  const { client } = view;
  const logo = client.logo === undefined ? undefined : clientLogoPath(server, client.logo);
  const { title, content } = contentOf(server, view, attempt);
  return { title, content: html`${clientMark(client, logo)}${content}`, hasImages: logo !== undefined };
}

function contentOf(
  server: PublicServer,
  view: InteractionView,
  attempt?: SignInAttempt,
): Pick<Page, "title" | "content"> {
  const here = interactionPath(server, view.id);
  if (view.kind === "sign-in") {
    const { csrf, loginHint, client } = view;
    const action = `${here}/sign-in`;
    return {
      title: "Sign in",
      content: html`${signInContent({ csrf, loginHint, action, purpose: toContinue(client) }, attempt)}
      ${suggestionsContent({ csrf, action, people: server.suggested })}`,
    };
  }
  const actions = { decision: `${here}/decision`, switchPerson: `${here}/switch` };
  return { title: `Allow ${view.client.name}?`, content: consentContent(view, actions, lasts(server)) };
}

const day = 24 * 60 * 60;

function lasts(server: PublicServer): string {
  const { refreshTokenAbsoluteTtlSeconds, refreshTokenIdleTtlSeconds } = server.provider.config;
  const [longest, idle] = [refreshTokenAbsoluteTtlSeconds, refreshTokenIdleTtlSeconds].map((ttl) =>
    Math.ceil(ttl / day),
  );
  return `Until you revoke it; at most ${longest} days, or ${idle} days without use`;
}

function interactionRequest(server: PublicServer, context: RequestContext): InteractionRequest {
  const { headers } = context.request;
  return {
    id: idOf(context),
    cookies: server.cookies.read(headers.cookie),
    address: context.address,
    userAgent: headers["user-agent"],
  };
}

function idOf(context: RequestContext): string {
  const { id } = context.request.params;
  return typeof id === "string" ? id : "";
}
