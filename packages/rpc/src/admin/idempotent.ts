import type { Actor, Provider } from "@sallyport/core";
import superjson from "superjson";
import { z } from "zod";
import { RpcRefusal } from "../transport/errors.ts";

/** A name that the caller makes up for a call: sent again within a day, it gets the same answer and makes nothing. */
export const idempotencyKeyInput = z
  .string()
  .regex(/^[\w-]{8,64}$/)
  .optional();

interface Keyed {
  idempotencyKey?: string | undefined;
}

interface Call<Ctx, Input> {
  ctx: Ctx;
  input: Input;
}

/** Around what makes something: with a key it is made once for each caller. */
export function idempotent<Ctx extends { provider: Provider; actor: Actor }, Input extends Keyed, Output>(
  make: (call: Call<Ctx, Omit<Input, "idempotencyKey">>) => Promise<Output>,
): (call: Call<Ctx, Input> & { path: string }) => Promise<Output> {
  return async ({ ctx, input: { idempotencyKey: key, ...input }, path: procedure }) => {
    if (key === undefined) return await make({ ctx, input });
    const call = { actor: ctx.actor, procedure, key, input: superjson.stringify(input) };
    const outcome = await ctx.provider.makeOnce(call, async () => superjson.stringify(await make({ ctx, input })));
    if (outcome.kind === "answered") return superjson.parse<Output>(outcome.answer);
    const message = "the call with this key is under way: send it again in a moment";
    throw new RpcRefusal("SERVICE_UNAVAILABLE", message, { field: "idempotencyKey" });
  };
}
