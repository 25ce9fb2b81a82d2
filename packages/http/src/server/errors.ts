import {
  InsufficientScopeError,
  InteractionError,
  interactionRefusals,
  InvalidClientError,
  InvalidTokenError,
  OAuthError,
  refuse,
  StoreUnavailableError,
  TemporarilyUnavailableError,
  UnredirectableError,
} from "@sallyport/core";
import type { OutgoingHttpHeaders } from "node:http";
import { prefersJson } from "../request/accept.ts";
import { type Answer, jsonAnswer } from "../request/answer.ts";
import { noStore } from "../request/headers.ts";
import { noteRefusal, type ErrorContext, type Problem } from "../request/problem.ts";
import { HttpRefusal } from "../request/refusal.ts";
import type { RequestContext } from "../request/request-context.ts";
import { errorPage } from "../pages/error.ts";

/**
 * The one place where something thrown becomes an answer. What it says beyond the standard names, and a
 * number under which the rest can be looked up, stays in the note.
 */
export async function answerError(
  error: unknown,
  context: RequestContext,
  errorContext: ErrorContext,
): Promise<Answer> {
  const problem = describe(error, errorContext.realm);
  context.note.error = problem.error;
  context.note.reason = problem.reason;
  if (problem.status >= 500) context.note.cause = causeOf(error);
  noteRefusal(context, errorContext, problem);
  const headers = { ...noStore, ...problem.headers };
  if (errorContext.audience === "person" && !prefersJson(context.request.headers.accept)) {
    return await errorPage({ ...problem, headers }, context.note);
  }
  const { error: code, description } = problem;
  const { errorId, errorUri } = context.note;
  const body = { error: code, error_description: description, error_uri: errorUri, error_id: errorId };
  return jsonAnswer(problem.status, { ...body, ...wayBack(error, errorContext) }, headers);
}

/** What went wrong here, if anything did: a refusal that was meant has its reason, and no stack. */
function causeOf(error: unknown): unknown {
  const meant = error instanceof UnredirectableError ? error.refusal : error;
  return meant instanceof OAuthError ? meant.cause : meant;
}

/** A client that asks before it opens a browser learns by this that it has to register anew; mcp-remote does. */
function wayBack(error: unknown, { registrationEndpoint }: ErrorContext): { registration_endpoint?: string } {
  const isUnknown = error instanceof UnredirectableError && error.refusal instanceof InvalidClientError;
  return isUnknown && registrationEndpoint !== undefined ? { registration_endpoint: registrationEndpoint } : {};
}

function describe(error: unknown, realm: string): Problem {
  if (error instanceof UnredirectableError) return describeUnredirectable(error, realm);
  if (error instanceof OAuthError) return describeOAuth(error, realm);
  if (error instanceof StoreUnavailableError) {
    return describeOAuth(refuse("store_unavailable"), realm);
  }
  if (error instanceof InteractionError) return describeInteraction(error);
  if (error instanceof HttpRefusal) {
    const { status, error: code, message, reason, headers } = error;
    return { status, error: code, description: message, reason, detail: {}, headers };
  }
  if (isMalformedPath(error)) return describe(new HttpRefusal("malformed_request"), realm);
  return { ...describeOAuth(refuse("unexpected"), realm), status: 500 };
}

function describeOAuth(error: OAuthError, realm: string): Problem {
  const { status, reason, message, detail } = error;
  return { status, error: error.error, description: message, reason, detail, headers: oauthHeaders(error, realm) };
}

/** Told to a person, so never 401: there is nothing that a browser could authenticate with. */
function describeUnredirectable(error: UnredirectableError, realm: string): Problem {
  const problem = describeOAuth(error.refusal, realm);
  return problem.status === 401 ? { ...problem, status: 400, headers: {} } : problem;
}

function describeInteraction(error: InteractionError): Problem {
  const { reason, detail } = error;
  const { status, error: code, description } = interactionRefusals[reason];
  return { status, error: code, description, reason, detail, headers: {} };
}

/** Express refuses a path that cannot be decoded. */
function isMalformedPath(error: unknown): boolean {
  return error instanceof URIError;
}

function oauthHeaders(error: OAuthError, realm: string): OutgoingHttpHeaders {
  if (error instanceof InvalidClientError) return { "WWW-Authenticate": clientChallenge(error, realm) };
  if (error instanceof InvalidTokenError) return { "WWW-Authenticate": tokenChallenge(error, realm) };
  if (error instanceof InsufficientScopeError) return { "WWW-Authenticate": bearerError(error, realm) };
  if (error instanceof TemporarilyUnavailableError) return { "Retry-After": String(error.retryAfterSeconds) };
  return {};
}

/**
 * A 401 must carry a challenge (RFC 9110 section 15.5.2), but a Basic one that nobody asked for makes
 * browsers open a password dialog, and tells SDKs that they chose the wrong method. Clients that used the
 * body therefore get a scheme that no browser knows.
 */
function clientChallenge(error: InvalidClientError, realm: string): string {
  return error.usedBasic ? `Basic realm="${realm}", charset="UTF-8"` : `ClientCredentials realm="${realm}"`;
}

/** Without a token there is nothing wrong with it (RFC 6750 section 3.1). */
function tokenChallenge(error: InvalidTokenError, realm: string): string {
  return error.presented ? bearerError(error, realm) : `Bearer realm="${realm}"`;
}

function bearerError(error: OAuthError, realm: string): string {
  return `Bearer realm="${realm}", error="${error.error}", error_description="${error.message}"`;
}
