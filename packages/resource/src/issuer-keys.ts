import { createLocalJWKSet, errors } from "jose";
import type { JWTVerifyGetKey } from "jose";
import { z } from "zod";
import { discoverEndpoint } from "./discovery.ts";
import { fetchJson } from "./documents.ts";
import type { Fetch } from "./documents.ts";

/** Keys are asked for again when they are older than this. */
const freshSeconds = 600;
/** While the issuer does not answer, known keys are used for this long; its tokens live shorter. */
const usableSeconds = 3_600;
/** Between two requests for keys, whatever tokens say. */
const pauseSeconds = 10;
const pauseAfterFailureSeconds = 5;
const timeoutMilliseconds = 5_000;
const maxKeys = 100;

const jwksSchema = z.object({ keys: z.array(z.looseObject({ kty: z.string() })).max(maxKeys) });

/** The issuer does not tell its keys now: nothing can be said about a token. */
export class KeysUnavailableError extends Error {
  override name = "KeysUnavailableError";
}

export interface IssuerKeysOptions {
  readonly issuer: string;
  /** Absent: found in the metadata of the issuer. */
  readonly jwksUri: string | undefined;
  readonly fetch: Fetch;
  readonly now: () => number;
}

/**
 * The public keys of one issuer: fetched at first use, kept, and fetched again when they are old or a
 * token names a key that is not among them; never more often than the pause allows, and once for all
 * requests that wait.
 * @throws KeysUnavailableError from the returned function when the keys cannot be had
 */
export function createIssuerKeys(options: IssuerKeysOptions): JWTVerifyGetKey {
  const { now } = options;
  let known: { readonly find: JWTVerifyGetKey; readonly fetchedAt: number } | undefined;
  let last: { readonly at: number; readonly failure: unknown } | undefined;
  let pending: Promise<void> | undefined;
  const fetchKeys = createKeysFetcher(options);

  async function load(): Promise<void> {
    const at = now();
    try {
      known = { find: await fetchKeys(), fetchedAt: at };
      last = { at, failure: undefined };
    } catch (failure) {
      last = { at: now(), failure };
    } finally {
      pending = undefined;
    }
  }

  async function refresh(): Promise<void> {
    pending ??= isPaused() ? undefined : load();
    await pending;
  }

  function isPaused(): boolean {
    if (last === undefined) return false;
    return now() - last.at < (last.failure === undefined ? pauseSeconds : pauseAfterFailureSeconds);
  }

  function usableKeys(): JWTVerifyGetKey {
    if (known !== undefined && now() - known.fetchedAt < usableSeconds) return known.find;
    throw new KeysUnavailableError(`no keys of ${options.issuer}`, { cause: last?.failure });
  }

  return async (header, token) => {
    if (known === undefined || now() - known.fetchedAt >= freshSeconds) await refresh();
    try {
      return await usableKeys()(header, token);
    } catch (error) {
      if (!(error instanceof errors.JWKSNoMatchingKey)) throw error;
      await refresh();
      if (last?.failure !== undefined) {
        throw new KeysUnavailableError(`no new keys of ${options.issuer}`, { cause: last.failure });
      }
      return await usableKeys()(header, token);
    }
  };
}

/** Finds the place of the keys once, and again after a failure. */
function createKeysFetcher(options: IssuerKeysOptions): () => Promise<JWTVerifyGetKey> {
  const { issuer, fetch } = options;
  let jwksUri = options.jwksUri;
  return async () => {
    const signal = AbortSignal.timeout(timeoutMilliseconds);
    try {
      jwksUri ??= await discoverEndpoint("jwks_uri", { issuer, fetch, signal });
      return createLocalJWKSet(jwksSchema.parse(await fetchJson(fetch, jwksUri, { signal })));
    } catch (error) {
      jwksUri = options.jwksUri;
      throw error;
    }
  };
}
