/** How the making of a logo ended: a small PNG of ours, or why there is none, for logs only. */
export type MadeLogo = { kind: "made"; png: Uint8Array } | { kind: "failed"; reason: string };

/**
 * Fetches images that strangers name, guarded as documents are, and draws them anew: what comes out holds
 * nothing of theirs but how it looks. Never throws for the other side's faults.
 */
export interface LogoSource {
  make(url: string): Promise<MadeLogo>;
}
