import { stat } from "node:fs/promises";
import { resolve } from "node:path";
import { assets } from "#assets";
import type { Store } from "@sallyport/core";
import { usageFailure } from "../terminal/failure.ts";
import { systemClock } from "./system-clock.ts";

/** Where everything is kept. */
export type DatabaseAddress = { kind: "memory" } | { kind: "sqlite"; file: string };

/** A URL's slashes before a path may stand there or not. @throws Failure when there is no such database, with what to write instead */
export function parseDatabase(text: string): DatabaseAddress {
  if (text === "memory:") return { kind: "memory" };
  if (/^postgres(ql)?(\+\w+)?:/.test(text)) {
    throw usageFailure("PostgreSQL is not supported yet: use --database sqlite:./sallyport.db", "database");
  }
  const path = /^sqlite:(.*)$/.exec(text)?.[1]?.replace(/^\/{2,3}(?=\.)|^\/\/(?=\/)/, "");
  if (path === undefined || path === "") {
    throw usageFailure("the database must be memory: or sqlite:./file.db", "database");
  }
  if (path === ":memory:") {
    throw usageFailure("for a database that is gone at exit use memory:", "database");
  }
  return { kind: "sqlite", file: resolve(path) };
}

/** Opens the database; back-ends are loaded when they are needed. */
export async function openStore(address: DatabaseAddress, willServe: boolean): Promise<Store> {
  if (address.kind === "memory") {
    const { openMemoryStore } = await import("@sallyport/core/stores/memory");
    return openMemoryStore();
  }
  const { openSqliteStore } = await import("@sallyport/core/stores/sqlite");
  const options = { ...assets.openSqlite(), file: address.file };
  return await openSqliteStore(willServe ? { ...options, leaseRowIdsAt: systemClock.now() } : options);
}

/** Whether other users of this machine can read the file of the database: it holds hashes of tokens and passwords. */
export async function isOpenToOthers(address: DatabaseAddress): Promise<boolean> {
  if (address.kind === "memory" || process.platform === "win32") return false;
  const others = 0o077;
  return ((await stat(address.file)).mode & others) !== 0;
}
