import { randomBytes, randomUUID } from "node:crypto";
import { link, readFile, stat, unlink, writeFile } from "node:fs/promises";
import { Secret, type Store } from "@sallyport/core";
import { Failure, hasCode, usageFailure } from "./failure.ts";
import type { DatabaseAddress } from "./store.ts";

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

async function readKeyFile(file: string): Promise<Secret | undefined> {
  try {
    const { mode } = await stat(file);
    const othersMask = 0o077;
    if (process.platform !== "win32" && (mode & othersMask) !== 0) {
      throw new Failure("master_key_exposed", `others can read the master key: run chmod 600 ${file}`);
    }
    return checkKey((await readFile(file, "utf8")).trim(), file);
  } catch (error) {
    if (hasCode(error, "ENOENT")) return undefined;
    throw error;
  }
}

/** Makes the file whole or not at all; of two processes both get the key of the first. */
async function makeKeyFile(file: string): Promise<Secret | undefined> {
  const draft = `${file}.${randomUUID()}`;
  const ownerOnly = 0o600;
  try {
    await writeFile(draft, `${createKey()}\n`, { flag: "wx", mode: ownerOnly, flush: true });
    await link(draft, file);
  } catch (error) {
    if (!hasCode(error, "EEXIST"))
      throw new Failure("master_key_unwritable", `cannot write the master key ${file}`, { cause: error });
  } finally {
    await unlink(draft).catch(() => undefined);
  }
  return await readKeyFile(file);
}
