import type { ManagementContext } from "../context.ts";
import { ManagementError } from "../errors.ts";
import type { ClientId, Consent, UserId } from "../stores/port.ts";

/** A consent with the words that a person knows the client by. */
export interface ConsentView extends Consent {
  clientName: string;
  clientDescription?: string;
  /** Whether the client can use it now. */
  isClientActive: boolean;
}

export interface ConsentManagement {
  /** What a person allowed, newest first. */
  listFor(userId: UserId): Promise<ConsentView[]>;
  /** Takes back what a person allowed a client: consents, codes and tokens, at once. @throws ManagementError not_found */
  revokeFor(userId: UserId, clientId: ClientId): Promise<void>;
}

export function manageConsents(context: ManagementContext): ConsentManagement {
  return {
    listFor: (userId) => listConsents(context, userId),
    revokeFor: (userId, clientId) => revokeConsent(context, userId, clientId),
  };
}

async function listConsents(context: ManagementContext, userId: UserId): Promise<ConsentView[]> {
  const consents = await context.store.consents.listByUser(userId);
  const views = consents.map(async (consent) => {
    const client = await context.store.clients.get(consent.clientId);
    return {
      ...consent,
      clientName: client?.name ?? consent.clientId,
      ...(client?.description === undefined ? {} : { clientDescription: client.description }),
      isClientActive: client?.status === "active",
    };
  });
  return (await Promise.all(views)).toSorted((a, b) => b.updatedAt - a.updatedAt);
}

async function revokeConsent(context: ManagementContext, userId: UserId, clientId: ClientId): Promise<void> {
  const outcome = await context.store.consents.revoke(userId, clientId, context.clock.now());
  if (outcome === "gone") throw new ManagementError("not_found", "there is no consent for this client");
  context.events.emit({ type: "consent.revoked", userId, clientId });
}
