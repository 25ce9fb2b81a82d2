import { and, eq, inArray, isNull } from "drizzle-orm";
import type { ClientId } from "../port.ts";
import type { Engine } from "./engine.ts";
import { codes, consents, grants, interactions, logos } from "./schema.ts";
import { bound } from "./statements.ts";

/** How many grants are deleted in one transaction: a few milliseconds. */
const grantsPerSlice = 500;

/** What goes with a client. */
export interface Possessions {
  /** Its pending interactions, its codes that nobody has redeemed, its consents, its logo. */
  deleteFew(id: ClientId): void;
  deleteConsents(id: ClientId): void;
  /** One slice of its grants; returns how many. */
  deleteGrants(id: ClientId): number;
}

export function preparePossessions({ database }: Engine): Possessions {
  const deleteConsents = database
    .delete(consents)
    .where(eq(consents.clientId, bound(consents.clientId)))
    .prepare();
  const few = [
    database
      .delete(interactions)
      .where(eq(interactions.clientId, bound(interactions.clientId)))
      .prepare(),
    // A redeemed one is left to the cleaner: it buys nothing more, and its grant goes.
    database
      .delete(codes)
      .where(and(eq(codes.clientId, bound(codes.clientId)), isNull(codes.redeemedBy)))
      .prepare(),
    deleteConsents,
    database
      .delete(logos)
      .where(eq(logos.clientId, bound(logos.clientId)))
      .prepare(),
  ];
  const slice = database
    .select({ id: grants.id })
    .from(grants)
    .where(eq(grants.clientId, bound(grants.clientId)))
    .limit(grantsPerSlice);
  const deleteGrants = database.delete(grants).where(inArray(grants.id, slice)).prepare();
  return {
    deleteFew(clientId) {
      for (const statement of few) statement.run({ clientId });
    },
    deleteConsents: (clientId) => void deleteConsents.run({ clientId }),
    deleteGrants: (clientId) => deleteGrants.run({ clientId }).changes,
  };
}
