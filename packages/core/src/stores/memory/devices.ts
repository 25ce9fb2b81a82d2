import { isEarlyPoll, isWaiting } from "../shared/device-request.ts";
import { frozenCopy } from "../shared/frozen.ts";
import type { Devices } from "../../ports/store.ts";
import type { Run, Tables } from "./tables.ts";

export function createDevices({ devices }: Tables, run: Run): Devices {
  const byUserCode = (hash: string) => [...devices.values()].find((request) => request.userCodeHash === hash);
  return {
    insert: (request) =>
      run(() => {
        if (devices.has(request.id) || byUserCode(request.userCodeHash) !== undefined) return "exists";
        devices.set(request.id, frozenCopy(request));
        return "inserted";
      }),
    getWaiting: (key, now) =>
      run(() => {
        const request = "id" in key ? devices.get(key.id) : byUserCode(key.userCodeHash);
        return request !== undefined && isWaiting(request, now) ? request : undefined;
      }),
    poll: (id, now, penaltySeconds) =>
      run(() => {
        const request = devices.get(id);
        if (request === undefined) return undefined;
        const isEarly = isEarlyPoll(request, now);
        const intervalSeconds = request.intervalSeconds + (isEarly ? penaltySeconds : 0);
        devices.set(id, frozenCopy({ ...request, lastPolledAt: now, intervalSeconds }));
        return { request, isEarly };
      }),
  };
}
