import type { TRPCLink } from "@trpc/client";
import type { AdminRouter } from "./routers.ts";

/**
 * TanStack's infinite queries add a `direction` to the input. Lists of the server have but one, and it refuses
 * members that it does not know.
 */
export const leaveOutDirection: TRPCLink<AdminRouter> = () => {
  return ({ op, next }) => next({ ...op, input: withoutDirection(op.input) });
};

function withoutDirection(input: unknown): unknown {
  if (typeof input !== "object" || input === null || !("direction" in input)) return input;
  const { direction, ...rest } = input;
  return direction === "forward" ? rest : input;
}
