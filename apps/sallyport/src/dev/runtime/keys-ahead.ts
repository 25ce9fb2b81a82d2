import type { MakeKeyPair } from "@sallyport/core";
import { makeKeyPair, signingAlgorithms } from "@sallyport/core/key-pair";

/** Begins now with a key pair of each algorithm; those that are asked for later are made then. */
export function makeKeysAhead(): MakeKeyPair {
  const begun = new Map(signingAlgorithms.map((alg) => [alg, makeKeyPair(alg)]));
  return async (alg) => {
    const pair = begun.get(alg);
    begun.delete(alg);
    return await (pair ?? makeKeyPair(alg));
  };
}
