import { isIPv6 } from "node:net";
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
        await byAddress.consume(prefixOf(address));
        await byAccount.consume(accountOf(email));
      } catch (cause) {
        throw new RpcRefusal("TOO_MANY_REQUESTS", "too many attempts to sign in; try again in a minute", { cause });
      }
    },
    async refund({ address, email }) {
      await byAddress.reward(prefixOf(address));
      await byAccount.reward(accountOf(email));
    },
  };
}

function accountOf(email: string): string {
  return email.trim().toLowerCase();
}

/** One household has one IPv6 /64. */
function prefixOf(address = ""): string {
  if (!isIPv6(address) || address.startsWith("::ffff:")) return address;
  const [head = "", tail] = address.split("::");
  const left = head.split(":");
  const right = tail === undefined || tail === "" ? [] : tail.split(":");
  const groups =
    tail === undefined ? left : [...left, ...Array<string>(8 - left.length - right.length).fill("0"), ...right];
  return groups.slice(0, 4).join(":");
}
