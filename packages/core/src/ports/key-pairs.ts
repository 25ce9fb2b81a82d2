import type { KeyObject } from "node:crypto";
import type { SigningKey } from "../model/index.ts";

export type SigningAlgorithm = SigningKey["alg"];

/** Where the pair of a signing key comes from. */
export type MakeKeyPair = (alg: SigningAlgorithm) => Promise<{ publicKey: KeyObject; privateKey: KeyObject }>;
