import type { Config } from "@sallyport/core";
import type { Settings } from "./settings.ts";

/** The lifetimes that the settings name; the provider knows the others. */
export type Lifetimes = Partial<
  Pick<Config, "codeTtlSeconds" | "accessTokenTtlSeconds" | "refreshTokenIdleTtlSeconds" | "auditRetentionSeconds">
>;

export function readLifetimes({ codeTtl, accessTokenTtl, refreshTokenTtl, auditRetention }: Settings): Lifetimes {
  return {
    ...(codeTtl === undefined ? {} : { codeTtlSeconds: codeTtl }),
    ...(accessTokenTtl === undefined ? {} : { accessTokenTtlSeconds: accessTokenTtl }),
    ...(refreshTokenTtl === undefined ? {} : { refreshTokenIdleTtlSeconds: refreshTokenTtl }),
    ...(auditRetention === undefined ? {} : { auditRetentionSeconds: auditRetention }),
  };
}
