import { addressPrefix, TemporarilyUnavailableError } from "@sallyport/core";
import type { OutgoingHttpHeaders } from "node:http";
import { z } from "zod";
import { type Answer, redirectAnswer } from "../request/answer.ts";
import { checkOrigin } from "../request/browser-origin.ts";
import { readFields } from "../request/fields.ts";
import { leave } from "./leave.ts";
import { type DeviceAttempt, deviceContent, deviceOutcomes } from "../pages/device.ts";
import { inWords } from "../pages/error.ts";
import { pageAnswer } from "../pages/layout.ts";
import { HttpRefusal } from "../request/refusal.ts";
import { answerPage, devicePath, type PublicServer } from "../request/public-server.ts";
import { readQuery, type RequestContext } from "../request/request-context.ts";

/** The longest text that is looked at, or shown again, as a code. */
const maxTyped = 64;

const fields = z.object({ csrf: z.string(), user_code: z.string() });

/** The verification page (RFC 8628 section 3.3). A code in the address is only filled in: a person has to press. */
export async function serveDevice(server: PublicServer, context: RequestContext): Promise<Answer> {
  if (context.request.method === "POST") return await enterCode(server, context);
  const typed = (readQuery(context).get("user_code") ?? "").slice(0, maxTyped);
  return await showForm(server, context, { status: 200, headers: {}, typed });
}

async function enterCode(server: PublicServer, context: RequestContext): Promise<Answer> {
  checkOrigin(server, context.request);
  const form = fields.safeParse(await readFields(context));
  if (!form.success) throw new HttpRefusal("malformed_form");
  const { csrf, user_code: userCode } = form.data;
  const typed = userCode.slice(0, maxTyped);
  const wait = await chargeGuess(server, context);
  if (wait !== undefined) {
    const problem = `Too many incorrect codes. Wait ${inWords(wait)}, then try again.`;
    return await showForm(server, context, { status: 429, headers: { "Retry-After": String(wait) }, typed, problem });
  }
  const { cookies } = server;
  const id = await server.provider.devices.enter(cookies.read(context.request.headers.cookie), { csrf, userCode });
  if (id === undefined) {
    context.note.reason = "unknown_user_code";
    const problem = "No device is waiting with this code. Check the code on your device. It may have expired.";
    return await showForm(server, context, { status: 400, headers: {}, typed, problem });
  }
  for (const [name, key] of guessLimits(context)) await server.limiter.refund(name, key);
  const page = answerPage(server, id);
  return page.startsWith("/") ? redirectAnswer("POST", page) : await leave(context, page, {});
}

function guessLimits(
  context: RequestContext,
): readonly (readonly ["userCodeFailures" | "userCodeFailuresOfAll", string])[] {
  return [
    ["userCodeFailures", addressPrefix(context.address)],
    ["userCodeFailuresOfAll", ""],
  ];
}

/**
 * Counts a guess before it is looked at, so that many at once cannot slip through; good ones are given back.
 * @returns how many seconds to wait when there were too many
 */
async function chargeGuess(server: PublicServer, context: RequestContext): Promise<number | undefined> {
  try {
    for (const [name, key] of guessLimits(context)) await server.limiter.charge(name, key);
    return undefined;
  } catch (error) {
    if (!(error instanceof TemporarilyUnavailableError)) throw error;
    context.note.error = error.error;
    context.note.reason = error.reason;
    return error.retryAfterSeconds;
  }
}

interface Shown extends DeviceAttempt {
  status: number;
  headers: OutgoingHttpHeaders;
}

async function showForm(
  server: PublicServer,
  context: RequestContext,
  { status, headers, ...attempt }: Shown,
): Promise<Answer> {
  const cookies = server.cookies.read(context.request.headers.cookie);
  const { csrf, browserCookie } = server.provider.devices.open(cookies);
  const content = deviceContent({ csrf, action: devicePath(server) }, attempt);
  const keep = cookies.browser === browserCookie ? {} : { "Set-Cookie": server.cookies.setBrowser(browserCookie) };
  return await pageAnswer(status, { title: "Connect a device", content }, { ...headers, ...keep });
}

/** What became of it, for the person; it says nothing that is not public. */
export async function serveDeviceOutcome(_server: PublicServer, context: RequestContext): Promise<Answer> {
  const { outcome } = context.request.params;
  const page = typeof outcome === "string" ? deviceOutcomes.get(outcome) : undefined;
  if (page === undefined) throw new HttpRefusal("not_found");
  return await pageAnswer(200, page, {});
}
