import type { LogoSource, MadeLogo } from "@sallyport/core";

/** Logos that exist only in the test; counts how often each is asked for. */
export interface TestLogos extends LogoSource {
  /** Publishes a logo at `url`, or what the making of it gives, now or later. */
  publish(url: string, logo: Uint8Array | MadeLogo | Promise<MadeLogo>): void;
  /** How often `url` was asked for. */
  makes(url: string): number;
  /** Resolves when all that was begun has ended. */
  settled(): Promise<void>;
}

export function createTestLogos(): TestLogos {
  const published = new Map<string, MadeLogo | Promise<MadeLogo>>();
  const made: { url: string; logo: Promise<MadeLogo> }[] = [];
  return {
    make(url) {
      const logo = Promise.resolve(published.get(url) ?? { kind: "failed" as const, reason: "not_found" });
      made.push({ url, logo });
      return logo;
    },
    publish(url, logo) {
      published.set(url, logo instanceof Uint8Array ? { kind: "made", png: logo } : logo);
    },
    makes: (url) => made.filter((one) => one.url === url).length,
    async settled() {
      // Storing takes a turn of its own.
      const turn = () => new Promise((resolve) => setImmediate(resolve));
      await turn();
      await Promise.allSettled(made.map(({ logo }) => logo));
      await turn();
    },
  };
}
