import { randomBytes } from "node:crypto";
import { Secret, type Store } from "@sallyport/core";
import { Failure, usageFailure } from "../terminal/failure.ts";
import { makePrivateFile, type PrivateFile, readPrivateFile } from "./private-file.ts";
import type { DatabaseAddress } from "./open-store.ts";

export interface MasterKeySettings {
  masterKey?: string | undefined;
  masterKeyFile?: string | undefined;
}

const minLength = 32;
const minDifferent = 10;
/** Words of keys that stand in examples and templates; too long to come about by chance. */
const wellKnown = /change|secret|example|default|password|insecure|replace|0123456789|abcdefgh/i;

/**
 * The key that seals the signing keys: given, or in a file of its own beside the database, made at the first start.
 * @throws Failure when it is short, well known, readable by others, or missing although the database has keys
 */
export async function loadMasterKey(
  { masterKey, masterKeyFile }: MasterKeySettings,
  address: DatabaseAddress,
  store: Store,
): Promise<Secret> {
  if (masterKey !== undefined) return checkKey(masterKey, "SALLYPORT_MASTER_KEY");
  if (address.kind === "memory" && masterKeyFile === undefined) return new Secret(createKey());
  const file = masterKeyFile ?? (address.kind === "sqlite" ? `${address.file}.key` : "");
  const known = await readKeyFile(file);
  if (known !== undefined) return known;
  const isUsed = (await store.keys.list()).length > 0;
  // Another process may have made file and keys since we looked.
  const late = isUsed ? await readKeyFile(file) : await makeKeyFile(file);
  if (late !== undefined) return late;
  throw new Failure(
    "master_key_missing",
    `the database has signing keys, but their master key ${file} is missing: put it back`,
  );
}

/** Does what opens signing keys. @throws Failure when the master key is not theirs */
export async function withRightKey<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (cause) {
    if (!(cause instanceof Error) || !cause.message.includes("unable to authenticate data")) throw cause;
    throw new Failure("master_key_wrong", "the master key does not open the signing keys of this database", { cause });
  }
}

function createKey(): string {
  return randomBytes(32).toString("base64url");
}

/** Refuses what can be guessed: a key of this program has 43 characters by chance. */
function checkKey(text: string, source: string): Secret {
  const isWeak = text.length < minLength || new Set(text).size < minDifferent || wellKnown.test(text);
  if (!isWeak) return new Secret(text);
  const advice = "make one with: openssl rand -base64 32";
  throw usageFailure(`the master key of ${source} is too short, too simple or well known; ${advice}`, "masterKey");
}

const fileOf = (path: string): PrivateFile => ({ path, what: "the master key", code: "master_key" });

async function readKeyFile(path: string): Promise<Secret | undefined> {
  const text = await readPrivateFile(fileOf(path));
  return text === undefined ? undefined : checkKey(text, path);
}

async function makeKeyFile(path: string): Promise<Secret | undefined> {
  const text = await makePrivateFile(fileOf(path), createKey());
  return text === undefined ? undefined : checkKey(text, path);
}
