import { CompactSign, exportJWK, generateKeyPair, type JSONWebKeySet, type JWK } from "jose";

const algorithms = ["RS256", "ES256"] as const;
export type Algorithm = (typeof algorithms)[number];

/** A JWT before it is signed. */
export interface Unsigned {
  typ: string;
  claims: Readonly<Record<string, unknown>>;
}

/** The keys of the identity provider: made when the first is needed, gone with the process. */
export interface Keys {
  jwks(): Promise<JSONWebKeySet>;
  sign(alg: Algorithm, token: Unsigned): Promise<string>;
  /** By a key that is in no key set. */
  signByStranger(alg: Algorithm, token: Unsigned): Promise<string>;
}

interface Pair {
  kid: string;
  privateKey: CryptoKey;
  publicJwk: JWK;
}

export function createKeys(): Keys {
  const own = keepPairs("dev");
  const strange = keepPairs("unknown");
  return {
    async jwks() {
      const pairs = await Promise.all(algorithms.map(own));
      return { keys: pairs.map(({ publicJwk }) => publicJwk) };
    },
    sign: async (alg, token) => await signWith(await own(alg), alg, token),
    signByStranger: async (alg, token) => await signWith(await strange(alg), alg, token),
  };
}

/** One pair for each algorithm; those who ask at once get the same. */
function keepPairs(name: string): (alg: Algorithm) => Promise<Pair> {
  const known = new Map<Algorithm, Promise<Pair>>();
  return async (alg) => {
    const pair = known.get(alg) ?? generate(alg, name);
    known.set(alg, pair);
    return await pair;
  };
}

async function generate(alg: Algorithm, name: string): Promise<Pair> {
  const { privateKey, publicKey } = await generateKeyPair(alg);
  const kid = `${name}-${alg.toLowerCase()}-${crypto.randomUUID().slice(0, 8)}`;
  return { kid, privateKey, publicJwk: { ...(await exportJWK(publicKey)), kid, alg, use: "sig" } };
}

async function signWith({ kid, privateKey }: Pair, alg: Algorithm, { typ, claims }: Unsigned): Promise<string> {
  const payload = new TextEncoder().encode(JSON.stringify(claims));
  return await new CompactSign(payload).setProtectedHeader({ alg, typ, kid }).sign(privateKey);
}
