import { ManagementError, StoreUnavailableError, type UserId } from "@sallyport/core";
import { RateLimiterMemory } from "rate-limiter-flexible";
import { RpcRefusal } from "../transport/errors.ts";

/** Counts wrong passwords of people who are signed in, so that a stolen session is no oracle. */
export interface PasswordAttempts {
  /**
   * @param attempt resolves to undefined when the password is wrong
   * @throws RpcRefusal TOO_MANY_REQUESTS, or FORBIDDEN when the password is wrong
   */
  try<Outcome>(userId: UserId, attempt: () => Promise<Outcome | undefined>): Promise<Outcome>;
}

const perMinute = 10;

export function createPasswordAttempts(): PasswordAttempts {
  const limiter = new RateLimiterMemory({ points: perMinute, duration: 60 });
  return {
    async try(userId, attempt) {
      await limiter.consume(userId).catch((cause: unknown) => {
        throw new RpcRefusal("TOO_MANY_REQUESTS", "too many wrong passwords; try again in a minute", { cause });
      });
      const outcome = await attempt().catch(async (error: unknown) => {
        // Nobody looked at the password, or it was right and something else was not.
        const isNoFailure = error instanceof StoreUnavailableError || error instanceof ManagementError;
        if (isNoFailure) await limiter.reward(userId);
        throw error;
      });
      if (outcome === undefined) throw new RpcRefusal("FORBIDDEN", "this is not your password");
      await limiter.reward(userId);
      return outcome;
    },
  };
}
