import type { RedrawerOptions } from "@sallyport/images";
import type { SqliteOptions } from "@sallyport/core/stores/sqlite";

/** The part of argon2 that we use. */
export interface Argon2 {
  hash(password: string, cost: { memoryCost: number; timeCost: number; parallelism: number }): Promise<string>;
  verify(phc: string, password: string): Promise<boolean>;
}

/** The part of bcrypt that we use: it checks hashes that other systems made. */
export interface Bcrypt {
  verify(password: string, hash: string): Promise<boolean>;
}

/**
 * What the program needs beside its own code. `#assets` is the source tree's; the bundles put the one of the npm
 * package or of the executable in its place, and nothing else of the program knows where it runs from.
 */
export interface Assets {
  /** The commit that the program was built from, or undefined where nobody knows. */
  readCommit(): string | undefined;
  loadArgon2(): Promise<Argon2>;
  loadBcrypt(): Promise<Bcrypt>;
  /** What the driver of SQLite does not find by itself. */
  openSqlite(): Pick<SqliteOptions, "nativeBinding" | "startCheckpointWorker">;
  /** What the drawing of logos does not find by itself. */
  readonly drawing: Pick<RedrawerOptions, "codec">;
  /** The built console, by name: `assets/index-1a2b3c4d.js`. Empty where nobody built it. */
  readConsole(): Promise<ReadonlyMap<string, Buffer>>;
  /** The built documentation, by name: `reference/settings.html`. Empty where nobody built it. */
  readDocs(): Promise<ReadonlyMap<string, Buffer>>;
}
