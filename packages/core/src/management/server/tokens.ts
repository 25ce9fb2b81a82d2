import type { ManagementContext } from "../../context.ts";
import { ManagementError } from "../../errors.ts";
import type { GrantState } from "../../rules/grant-state.ts";
import type { RowId } from "../../ports/store.ts";
import { epochSeconds, isExpired } from "../../time.ts";
import { findPresented, type Presented } from "../../tokens/inspect.ts";
import { findLiveClient } from "../../tokens/liveness.ts";
import { type GrantView, revokeGrant, viewGrant } from "../people/grants.ts";

/** What is known of a token; `whyNot` is there exactly when it is not active. */
export interface InspectedToken {
  kind: "access_token" | "refresh_token" | "client_token" | "grant";
  isActive: boolean;
  whyNot?: Exclude<GrantState, "alive"> | "token_expired" | "token_replaced" | "token_ended";
  /** What its claims say, of an access token. */
  claims?: Readonly<Record<string, unknown>>;
  /** Absent: a client got the token for itself. */
  grant?: GrantView;
  clientId: string;
}

export interface TokenManagement {
  /**
   * What introspection would say of an access or refresh token, and more; also of the id of a grant. The text
   * is kept nowhere. @throws ManagementError not_found
   */
  inspect(text: string): Promise<InspectedToken>;
  /** Ends the token and, where it has one, its grant with all tokens. @throws ManagementError not_found */
  revoke(text: string): Promise<void>;
}

/** A token, or a grant that was named by its id. */
type Found = Presented | { kind: "grant"; grant: (Presented & { kind: "access" })["grant"] };

export function manageTokens(context: ManagementContext): TokenManagement {
  return {
    inspect: async (text) => await inspect(context, await find(context, text)),
    revoke: async (text) => await revoke(context, await find(context, text)),
  };
}

async function find(context: ManagementContext, text: string): Promise<Found> {
  const wanted = text.trim();
  const presented = await findPresented(await context.openTokens(), wanted, { allowExpired: true });
  if (presented !== undefined) return presented;
  const id = readRowId(wanted);
  const grant = id === undefined ? undefined : await context.store.grants.get(id);
  if (grant === undefined) throw new ManagementError("not_found", "this server knows no such token", "token");
  return { kind: "grant", grant };
}

/** As it stands in access tokens. */
function readRowId(text: string): RowId | undefined {
  return /^[0-9a-z]{1,11}$/.test(text) ? Number.parseInt(text, 36) : undefined;
}

async function inspect(context: ManagementContext, found: Found): Promise<InspectedToken> {
  if (found.kind === "own") return await inspectOwn(context, found);
  const grant = await viewGrant(context, found.grant);
  const why = grant.state === "alive" ? flawOf(context, found) : grant.state;
  const kinds = { access: "access_token", refresh: "refresh_token", grant: "grant" } as const;
  return {
    kind: kinds[found.kind],
    isActive: why === undefined,
    ...(why === undefined ? {} : { whyNot: why }),
    ...(found.kind === "access" ? { claims: found.claims } : {}),
    grant,
    clientId: grant.clientId,
  };
}

/** What is wrong with a token of a live grant itself; undefined: nothing. */
function flawOf({ clock }: ManagementContext, found: Exclude<Found, { kind: "own" }>): InspectedToken["whyNot"] {
  switch (found.kind) {
    case "grant":
      return undefined;
    case "access":
      return isExpired(epochSeconds(found.claims.exp), clock.now()) ? "token_expired" : undefined;
    case "refresh":
      if (found.isCurrent) return undefined;
      return found.isLatest ? "token_expired" : "token_replaced";
  }
}

async function inspectOwn(
  context: ManagementContext,
  { claims }: Presented & { kind: "own" },
): Promise<InspectedToken> {
  const isAlive = (await findLiveClient(context, claims)) !== undefined;
  const isOver = isExpired(epochSeconds(claims.exp), context.clock.now());
  const isActive = isAlive && !isOver;
  const why = isOver ? "token_expired" : "token_ended";
  return { kind: "client_token", isActive, ...(isActive ? {} : { whyNot: why }), claims, clientId: claims.client_id };
}

async function revoke(context: ManagementContext, found: Found): Promise<void> {
  if (found.kind !== "own") return await revokeGrant(context, found.grant);
  const { jti, exp, client_id: clientId } = found.claims;
  await context.store.revocations.insert({ jti, at: context.clock.now(), expiresAt: epochSeconds(exp) });
  context.events.emit({ type: "client_token.revoked", clientId });
}
