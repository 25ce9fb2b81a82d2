import type { Context } from "../context.ts";
import { ManagementError } from "../errors.ts";
import { isAtLeast } from "../rules/admin-role.ts";
import { flowIdOf } from "../rules/flow-id.ts";
import type { Client, Interaction, Role, User, UserId } from "../ports/store.ts";
import { type EpochSeconds, epochSeconds } from "../time.ts";
import { findConsent, isCovered } from "./consent.ts";
import { continuationUrl } from "./front-end-answer.ts";
import { type ClientView, type RequestView, viewClient, viewRequest } from "./interactions.ts";

/** What an external front end shows. */
interface FrontEndView extends RequestView {
  client: ClientView;
  /** False: what this person allowed before covers all of it, so that they need not be asked again. */
  mustAsk: boolean;
  /** Whom the client expects. */
  loginHint: string | undefined;
  expiresAt: EpochSeconds;
  /** The person must have signed in since then; undefined: any time will do. */
  signedInSince: EpochSeconds | undefined;
}

interface FrontEndApproval {
  /** Whom the front end has signed in. */
  userId: UserId;
  authenticatedAt: EpochSeconds;
  /** Of those shown. */
  scopes: readonly string[];
  /** The role of the key of the front end: for administrators it must not be lower than theirs. */
  role: Role;
}

/**
 * Sign-in and consent on pages of somebody else. They are trusted to know who sits before them; that the
 * answer reaches the browser which asked is for us to see: an answer is an address here, at which only that
 * browser is believed.
 */
export interface FrontEnd {
  /** With `userId`, what this person can grant, and what of it is new. @throws ManagementError not_found, forbidden */
  get(id: string, userId?: UserId): Promise<FrontEndView>;
  /** @returns where to send the browser. @throws ManagementError not_found, forbidden, invalid_input */
  approve(id: string, approval: FrontEndApproval): Promise<string>;
  /** @returns where to send the browser. @throws ManagementError not_found, forbidden */
  deny(id: string): Promise<string>;
}

export function createFrontEnd(context: Context): FrontEnd {
  return {
    get: (id, userId) => view(context, id, userId),
    approve: (id, approval) => approve(context, id, approval),
    deny: (id) => deny(context, id),
  };
}

interface Waiting {
  interaction: Interaction;
  client: Client;
}

async function find({ clock, config, store }: Context, id: string): Promise<Waiting> {
  if (config.frontendUrl === undefined) {
    const message = "people sign in on the built-in pages: this is for servers with an external front end";
    throw new ManagementError("forbidden", message);
  }
  const interaction = await store.interactions.get(id, clock.now());
  const client = interaction && (await store.clients.get(interaction.request.clientId));
  if (interaction !== undefined && client?.status === "active") return { interaction, client };
  throw new ManagementError("not_found", "the interaction is over, expired or unknown", "interactionId");
}

async function findPerson({ store }: Context, userId: UserId): Promise<User> {
  const user = await store.users.get(userId);
  if (user?.status === "active") return user;
  throw new ManagementError("not_found", "there is no such active person", "userId");
}

async function view(context: Context, id: string, userId: UserId | undefined): Promise<FrontEndView> {
  const { interaction, client } = await find(context, id);
  const user = userId === undefined ? undefined : await findPerson(context, userId);
  const { request, expiresAt } = interaction;
  return {
    ...(await viewRequest(context, { request, user })),
    client: await viewClient(context, client),
    mustAsk: !isCovered(context, { request, client, consent: user && (await findConsent(context, { request, user })) }),
    loginHint: request.loginHint,
    expiresAt,
    signedInSince: signedInSince(interaction, context.clock.now()),
  };
}

/** As the built-in pages would ask for a sign-in (OpenID Connect Core section 3.1.2.1). */
function signedInSince({ request, createdAt }: Interaction, now: EpochSeconds): EpochSeconds | undefined {
  const { prompt, maxAgeSeconds } = request;
  if (prompt.includes("login") || prompt.includes("select_account") || maxAgeSeconds === 0) return createdAt;
  return maxAgeSeconds === undefined ? undefined : epochSeconds(Math.min(createdAt, Math.max(0, now - maxAgeSeconds)));
}

async function approve(context: Context, id: string, approval: FrontEndApproval): Promise<string> {
  const { interaction, client } = await find(context, id);
  const user = await findPerson(context, approval.userId);
  if (user.role !== "user" && !isAtLeast(approval.role, user.role)) {
    throw new ManagementError("forbidden", `for this person the key needs the role ${user.role}`, "userId");
  }
  checkSignIn(interaction, approval.authenticatedAt, context.clock.now());
  const { scopes } = approval;
  await checkScopes(context, { interaction, user, scopes });
  const { id: userId, epoch: userEpoch } = user;
  const { authenticatedAt } = approval;
  const flowId = flowIdOf(interaction.request.codeChallenge);
  context.events.emit({ type: "interaction.approved", userId, clientId: client.id, flowId });
  const answer = { decision: "approve", userId, userEpoch, scopes, authenticatedAt } as const;
  return continuationUrl(context, id, answer);
}

function checkSignIn(interaction: Interaction, authenticatedAt: EpochSeconds, now: EpochSeconds): void {
  if (authenticatedAt > now) throw new ManagementError("invalid_input", "this is yet to come", "authenticatedAt");
  if (authenticatedAt >= (signedInSince(interaction, now) ?? 0)) return;
  throw new ManagementError("invalid_input", "the client wants the person to sign in anew", "authenticatedAt");
}

async function checkScopes(
  context: Context,
  { interaction, user, scopes }: { interaction: Interaction; user: User; scopes: readonly string[] },
): Promise<void> {
  const { request } = interaction;
  const shown = (await viewRequest(context, { request, user })).scopes.map(({ name }) => name);
  const beyond = scopes.filter((name) => !shown.includes(name));
  if (beyond.length > 0) {
    throw new ManagementError("invalid_input", `not asked for, or not theirs to give: ${beyond.join(" ")}`, "scopes");
  }
  if (scopes.length > 0 || request.scopes.length === 0) return;
  throw new ManagementError("invalid_input", "who allows none of the scopes denies", "scopes");
}

async function deny(context: Context, id: string): Promise<string> {
  const { interaction, client } = await find(context, id);
  const flowId = flowIdOf(interaction.request.codeChallenge);
  context.events.emit({ type: "interaction.denied", clientId: client.id, flowId });
  return continuationUrl(context, id, { decision: "deny" });
}
