import { and, eq } from "drizzle-orm";
import { isExpired } from "../../time.ts";
import type { Interaction, Interactions } from "../../ports/store.ts";
import { prepareConsentPut } from "./consents.ts";
import { prepareAnswers } from "./devices.ts";
import type { Engine } from "./engine.ts";
import { codes, interactions } from "./schema.ts";
import { bound, prepareInsert, prepareLookUp, present } from "./statements.ts";

export function createInteractions(engine: Engine): Interactions {
  const { read, write } = engine;
  const statements = prepareStatements(engine);
  const devices = prepareAnswers(engine);
  const putConsent = prepareConsentPut(engine.database);

  return {
    insert: (interaction) =>
      write(() => void statements.insert({ ...interaction, clientId: interaction.request.clientId })),
    get: (id, now) =>
      read(() => {
        const row = statements.get(id);
        return row === undefined || isExpired(row.expiresAt, now) ? undefined : toInteraction(row);
      }),
    noteSignIn: (id, boundTo, signedInAt) =>
      write(() => (statements.noteSignIn.run({ id, boundTo, signedInAt }).changes === 0 ? "gone" : "noted")),
    approve: (id, boundTo, { consent, code }) =>
      write(() => {
        const device = statements.get(id)?.request.device;
        if (statements.end.run({ id, boundTo }).changes === 0) return "gone";
        if (device !== undefined && !devices.approve(device.id)) return "gone";
        putConsent(consent);
        statements.insertCode(code);
        return "approved";
      }),
    discard: (id, boundTo, now) =>
      write(() => {
        const device = statements.get(id)?.request.device;
        if (statements.end.run({ id, boundTo }).changes === 0) return "gone";
        if (device !== undefined) devices.deny(device.id, now);
        return "discarded";
      }),
  };
}

function prepareStatements({ database }: Engine) {
  const { id, boundTo, signedInAt } = interactions;
  const isItBound = and(eq(id, bound(id)), eq(boundTo, bound(boundTo)));
  return {
    insert: prepareInsert(database, interactions),
    get: prepareLookUp(database, interactions, id),
    noteSignIn: database
      .update(interactions)
      .set({ signedInAt: bound(signedInAt) })
      .where(isItBound)
      .prepare(),
    end: database.delete(interactions).where(isItBound).prepare(),
    insertCode: prepareInsert(database, codes),
  };
}

function toInteraction(row: typeof interactions.$inferSelect): Interaction {
  return present(row, "clientId");
}
