import type { Context } from "../context.ts";

export interface SystemStatus {
  issuer: string;
  store: string;
  now: number;
  counts: Awaited<ReturnType<Context["store"]["system"]["counts"]>>;
  signingKeys: { kid: string; alg: string }[];
}

/** What an operator looks at first. */
export async function describeSystem(context: Context): Promise<SystemStatus> {
  return {
    issuer: context.config.issuer,
    store: context.store.description,
    now: context.clock.now(),
    counts: await context.store.system.counts(),
    signingKeys: context.keys.jwks().keys.map(({ kid, alg }) => ({ kid, alg })),
  };
}
