import type { Context } from "../../context.ts";
import { ManagementError, StoreUnavailableError } from "../../errors.ts";
import type { Actor } from "../../records/events.ts";
import { deriveKey, hashSecret, isSameText, mac, open, seal, type Secret } from "../../secret.ts";
import type { KeyedCall } from "../../ports/store.ts";
import { after, isExpired } from "../../time.ts";

/** A call that is made once, however often its caller sends it. */
export interface RepeatableCall {
  actor: Actor;
  procedure: string;
  /** The caller's own name for it. */
  key: string;
  /** What is given, as text: two calls with one key have to be equal in it. */
  input: string;
}

/** `under_way`: the same call is being made; it can be sent again in a moment. */
export type CallOutcome = { kind: "answered"; answer: string } | { kind: "under_way" };

const keptSeconds = 86_400;
/** No call takes that long: the process that made it is gone. */
const lostSeconds = 60;

/**
 * Makes the call, or answers as it was answered before. Only answers are kept, sealed; a call that failed can be
 * made again.
 * @throws ManagementError conflict, when the key stands for another call or for one of which nobody knows the end
 */
export async function makeOnce(
  context: Pick<Context, "store" | "clock" | "random" | "masterKey">,
  call: RepeatableCall,
  make: () => Promise<string>,
): Promise<CallOutcome> {
  const { store, clock, random, masterKey } = context;
  const now = clock.now();
  const id = hashSecret(JSON.stringify([call.actor, call.procedure, call.key]));
  const purpose = `answer ${id}`;
  const inputMac = mac(deriveKey(masterKey, "repeatable input"), call.input);
  const claim = { id, inputMac, claimedAt: now, expiresAt: after(now, keptSeconds) };
  const known = await store.keyedCalls.claim(claim, now);
  if (known !== "claimed") return recall(known, { claim, purpose, masterKey });
  const answer = await make().catch(async (error: unknown) => {
    await store.keyedCalls.settle(id, undefined).catch(ignoreTrouble);
    throw error;
  });
  // What was made is told, even if it cannot be told again.
  await store.keyedCalls.settle(id, seal(masterKey, { purpose, plain: answer }, random)).catch(ignoreTrouble);
  return { kind: "answered", answer };
}

function recall(known: KeyedCall, again: { claim: KeyedCall; purpose: string; masterKey: Secret }): CallOutcome {
  const { claim, purpose, masterKey } = again;
  if (!isSameText(known.inputMac, claim.inputMac)) {
    throw conflict("this key was used with another input: a new call needs a new key");
  }
  if (known.sealedAnswer !== undefined) {
    return { kind: "answered", answer: open(masterKey, { purpose, sealed: known.sealedAnswer }) };
  }
  if (!isExpired(after(known.claimedAt, lostSeconds), claim.claimedAt)) return { kind: "under_way" };
  throw conflict("the call with this key was broken off: look what it made, then use a new key");
}

function conflict(message: string): ManagementError {
  return new ManagementError("conflict", message, "idempotencyKey");
}

function ignoreTrouble(error: unknown): void {
  if (!(error instanceof StoreUnavailableError)) throw error;
}
