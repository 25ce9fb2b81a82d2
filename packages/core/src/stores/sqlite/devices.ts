import { eq, sql } from "drizzle-orm";
import type { DeviceRequest, Devices } from "../../ports/store.ts";
import { isEarlyPoll, isWaiting } from "../shared/device-request.ts";
import type { Engine } from "./engine.ts";
import { deviceRequests } from "./schema.ts";
import { bound, prepareInsert, prepareLookUp, present } from "./statements.ts";

export function createDevices({ database, read, write }: Engine): Devices {
  const insert = prepareInsert(database, deviceRequests, "ignore");
  const byId = prepareLookUp(database, deviceRequests, deviceRequests.id);
  const byUserCode = prepareLookUp(database, deviceRequests, deviceRequests.userCodeHash);
  const notePoll = database
    .update(deviceRequests)
    .set({
      lastPolledAt: bound(deviceRequests.lastPolledAt),
      intervalSeconds: sql`${deviceRequests.intervalSeconds} + ${sql.placeholder("penalty")}`,
    })
    .where(eq(deviceRequests.id, bound(deviceRequests.id)))
    .prepare();

  return {
    insert: (request) => write(() => (insert(request) === 0 ? "exists" : "inserted")),
    getWaiting: (key, now) =>
      read(() => {
        const row = "id" in key ? byId(key.id) : byUserCode(key.userCodeHash);
        const request: DeviceRequest | undefined = row && present(row);
        return request !== undefined && isWaiting(request, now) ? request : undefined;
      }),
    poll: (id, now, penaltySeconds) =>
      write(() => {
        const row = byId(id);
        if (row === undefined) return undefined;
        const request: DeviceRequest = present(row);
        const isEarly = isEarlyPoll(request, now);
        notePoll.run({ id, lastPolledAt: now, penalty: isEarly ? penaltySeconds : 0 });
        return { request, isEarly };
      }),
  };
}

/** How an interaction answers a device; call it in the unit that ends the interaction. */
export function prepareAnswers({ database }: Engine) {
  const isIt = eq(deviceRequests.id, bound(deviceRequests.id));
  const remove = database.delete(deviceRequests).where(isIt).prepare();
  const deny = database
    .update(deviceRequests)
    .set({ deniedAt: bound(deviceRequests.deniedAt) })
    .where(isIt)
    .prepare();
  return {
    /** Whether the request was still there. */
    approve: (id: number): boolean => remove.run({ id }).changes === 1,
    deny: (id: number, deniedAt: number): void => void deny.run({ id, deniedAt }),
  };
}
