import { eq } from "drizzle-orm";
import { isExpired } from "../../time.ts";
import type { KeyedCalls } from "../../ports/store.ts";
import type { Engine } from "./engine.ts";
import { keyedCalls } from "./schema.ts";
import { bound, prepareInsert, prepareLookUp, present } from "./statements.ts";

export function createKeyedCalls({ database, write }: Engine): KeyedCalls {
  const { id, sealedAnswer } = keyedCalls;
  const insert = prepareInsert(database, keyedCalls);
  const get = prepareLookUp(database, keyedCalls, id);
  const remove = database
    .delete(keyedCalls)
    .where(eq(id, bound(id)))
    .prepare();
  const keep = database
    .update(keyedCalls)
    .set({ sealedAnswer: bound(sealedAnswer, "answer") })
    .where(eq(id, bound(id)))
    .prepare();

  return {
    claim: (call, now) =>
      write(() => {
        const known = get(call.id);
        if (known !== undefined && !isExpired(known.expiresAt, now)) return present(known);
        if (known !== undefined) remove.run({ id: call.id });
        insert(call);
        return "claimed";
      }),
    settle: (callId, answer) =>
      write(() => void (answer === undefined ? remove.run({ id: callId }) : keep.run({ id: callId, answer }))),
  };
}
