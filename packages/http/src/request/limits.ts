import { type OAuthError, refuse } from "@sallyport/core";
import { hash, randomBytes } from "node:crypto";
import { RateLimiterMemory, RateLimiterRes } from "rate-limiter-flexible";

/** How many calls one caller has; a minute each unless the name says otherwise. */
export interface Limits {
  /** By address prefix. */
  authorize: number;
  /** The pages of an interaction and of the account, by address prefix. */
  interaction: number;
  /** By client and address prefix, as are the next two. */
  token: number;
  revoke: number;
  introspect: number;
  /** By client and address prefix: the feed of what was revoked. */
  revocations: number;
  /** By client and address prefix: devices that begin. */
  deviceAuthorization: number;
  /** Codes of devices that were typed and are none, in 15 minutes, by address prefix. */
  userCodeFailures: number;
  /** The same, of everybody together: 34.5 bits are too few for guesses from many addresses at once. */
  userCodeFailuresOfAll: number;
  /** By access token and address prefix. */
  userinfo: number;
  /** By address prefix. */
  register: number;
  /** Failed client authentications by client and address prefix; more of them, and a minute of rest begins. */
  authenticationFailures: number;
  /** Failed sign-ins in 15 minutes, by account and address prefix. */
  signInFailuresPerAccount: number;
  /** Failed sign-ins in 15 minutes, by address prefix. */
  signInFailuresPerAddress: number;
}

export type LimitName = keyof Limits;

/** Ceilings against abuse: hosted clients send many people's requests from few addresses. */
export const defaultLimits: Limits = {
  authorize: 60,
  interaction: 120,
  token: 300,
  revoke: 300,
  introspect: 6_000,
  revocations: 120,
  deviceAuthorization: 60,
  userCodeFailures: 5,
  userCodeFailuresOfAll: 1_000,
  userinfo: 300,
  register: 20,
  authenticationFailures: 20,
  signInFailuresPerAccount: 10,
  signInFailuresPerAddress: 100,
};

/** The limits of the FastAPI module that some deployments come from. */
export const fastapiModuleLimits: Partial<Limits> = {
  authorize: 30,
  interaction: 30,
  token: 60,
  revoke: 30,
  introspect: 120,
};

export interface Limiter {
  /** Counts one use. @throws TemporarilyUnavailableError with 429 when there is none left */
  charge(name: LimitName, key: string): Promise<void>;
  /** Gives one use back. */
  refund(name: LimitName, key: string): Promise<void>;
  /** Looks without counting. @throws TemporarilyUnavailableError with 429 when there is none left */
  check(name: LimitName, key: string): Promise<void>;
}

const minute = 60;
const quarterHour = 15 * minute;
const bucketBits = 18;

export function createLimiter(limits: Partial<Limits>): Limiter {
  const all = { ...defaultLimits, ...limits };
  const salt = randomBytes(16).toString("base64url");
  const limiters = new Map(
    Object.entries(all).map(([name, points]) => {
      const duration = /^(signIn|userCode)/.test(name) ? quarterHour : minute;
      return [name, new RateLimiterMemory({ keyPrefix: name, points, duration })];
    }),
  );
  const limiterOf = (name: LimitName): RateLimiterMemory => {
    const limiter = limiters.get(name);
    if (limiter === undefined) throw new Error(`no limit is called ${name}`);
    return limiter;
  };
  // Callers choose their keys; a fixed number of buckets bounds the memory, the salt keeps a caller from
  // finding a key that shares somebody else's.
  const bucketOf = (key: string): number =>
    Number.parseInt(hash("sha256", salt + key).slice(0, 8), 16) >>> (32 - bucketBits);
  return {
    async charge(name, key) {
      try {
        await limiterOf(name).consume(bucketOf(key));
      } catch (error) {
        throw error instanceof RateLimiterRes ? tooMany(name, error) : error;
      }
    },
    async refund(name, key) {
      await limiterOf(name).reward(bucketOf(key));
    },
    async check(name, key) {
      const state = await limiterOf(name).get(bucketOf(key));
      if (state !== null && state.msBeforeNext > 0 && state.consumedPoints >= all[name]) throw tooMany(name, state);
    },
  };
}

function tooMany(name: LimitName, state: RateLimiterRes): OAuthError {
  return refuse("limit_*", {
    suffix: name,
    status: 429,
    retryAfterSeconds: Math.max(1, Math.ceil(state.msBeforeNext / 1000)),
  });
}
