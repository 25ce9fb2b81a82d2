import { addressPrefix } from "@sallyport/core";
import { RateLimiterMemory } from "rate-limiter-flexible";
import { RpcRefusal } from "./errors.ts";

export interface SignInLimits {
  /** Failed attempts from one address (IPv6: one /64) in a minute. */
  perAddressAndMinute: number;
  /** Failed attempts for one e-mail address in a minute, from wherever. */
  perAccountAndMinute: number;
}

export const defaultSignInLimits: SignInLimits = { perAddressAndMinute: 20, perAccountAndMinute: 10 };

interface SignInAttempt {
  address: string | undefined;
  email: string;
}

/** Counts attempts before the password is looked at, so that many at once cannot slip through. */
export interface SignInMeter {
  /** @throws RpcRefusal TOO_MANY_REQUESTS */
  charge(attempt: SignInAttempt): Promise<void>;
  /** Takes an attempt back that was good. */
  refund(attempt: SignInAttempt): Promise<void>;
}

export function createSignInMeter(limits: SignInLimits): SignInMeter {
  const byAddress = new RateLimiterMemory({ points: limits.perAddressAndMinute, duration: 60 });
  const byAccount = new RateLimiterMemory({ points: limits.perAccountAndMinute, duration: 60 });
  return {
    async charge({ address, email }) {
      try {
        await byAddress.consume(addressPrefix(address));
        await byAccount.consume(accountOf(email));
      } catch (cause) {
        throw new RpcRefusal("TOO_MANY_REQUESTS", "too many attempts to sign in; try again in a minute", { cause });
      }
    },
    async refund({ address, email }) {
      await byAddress.reward(addressPrefix(address));
      await byAccount.reward(accountOf(email));
    },
  };
}

function accountOf(email: string): string {
  return email.trim().toLowerCase();
}
