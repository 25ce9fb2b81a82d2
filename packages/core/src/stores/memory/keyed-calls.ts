import { isExpired } from "../../time.ts";
import { frozenCopy } from "../shared/frozen.ts";
import type { KeyedCalls } from "../../ports/store.ts";
import type { Run, Tables } from "./tables.ts";

export function createKeyedCalls({ keyedCalls }: Tables, run: Run): KeyedCalls {
  return {
    claim: (call, now) =>
      run(() => {
        const known = keyedCalls.get(call.id);
        if (known !== undefined && !isExpired(known.expiresAt, now)) return known;
        keyedCalls.set(call.id, frozenCopy(call));
        return "claimed";
      }),
    settle: (id, sealedAnswer) =>
      run(() => {
        const known = keyedCalls.get(id);
        if (known === undefined) return;
        if (sealedAnswer === undefined) keyedCalls.delete(id);
        else keyedCalls.set(id, frozenCopy({ ...known, sealedAnswer }));
      }),
  };
}
