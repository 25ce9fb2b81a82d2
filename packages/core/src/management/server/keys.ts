import type { Context } from "../../context.ts";
import { ManagementError } from "../../errors.ts";
import type { SigningKey } from "../../ports/store.ts";

/** A signing key without its private part. */
export interface KeyView extends Pick<SigningKey, "kid" | "alg" | "createdAt" | "activeFrom" | "retiresAt"> {
  /** `announced`: published, to sign later. `retiring`: signs no more, and verifies until `retiresAt`. */
  state: "announced" | "signing" | "retiring";
}

export interface KeyManagement {
  /** Those that are published, oldest first. */
  list(): Promise<KeyView[]>;
  /** Replaces all signing keys now; what the old ones signed is good until it expires. */
  rotate(): Promise<void>;
  /**
   * Ends a key, and with it every JWT that it signed, at once in this process and within a minute in others.
   * Resource servers learn of it when they read the keys again. @throws ManagementError not_found
   */
  revoke(kid: string): Promise<void>;
}

export function manageKeys(context: Context): KeyManagement {
  const { events, keys } = context;
  return {
    list: () => listKeys(context),
    async rotate() {
      await keys.rotate();
      events.emit({ type: "key.rotated" });
    },
    async revoke(kid) {
      if ((await keys.revoke(kid)) === "gone") throw new ManagementError("not_found", "there is no such key", "kid");
      events.emit({ type: "key.revoked", kid });
    },
  };
}

async function listKeys({ keys, store }: Context): Promise<KeyView[]> {
  await keys.refresh();
  const published = new Set(keys.jwks().keys.map(({ kid }) => kid));
  return (await store.keys.list())
    .filter(({ kid }) => published.has(kid))
    .map((key) => {
      const { kid, alg, createdAt, activeFrom, retiresAt } = key;
      const isSigning = keys.signer(alg).kid === kid;
      const state = isSigning ? "signing" : retiresAt === undefined ? "announced" : "retiring";
      return { kid, alg, createdAt, activeFrom, ...(retiresAt === undefined ? {} : { retiresAt }), state };
    });
}
