import type { PasswordHasher } from "@sallyport/core";

/** A hasher that computes nothing for the passwords of `known`, each with its hash. */
export function withKnownPasswords(hasher: PasswordHasher, known: ReadonlyMap<string, string>): PasswordHasher {
  return {
    ...hasher,
    hash: async (password) => known.get(password) ?? (await hasher.hash(password)),
    verify: async (hash, password) => known.get(password) === hash || (await hasher.verify(hash, password)),
  };
}
