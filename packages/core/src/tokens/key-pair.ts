import { generateKeyPair, type KeyObject } from "node:crypto";
import { promisify } from "node:util";
import type { SigningKey } from "../ports/store.ts";

export type SigningAlgorithm = SigningKey["alg"];

export const signingAlgorithms: readonly SigningAlgorithm[] = ["ES256", "RS256"];

/** Where the pair of a signing key comes from. */
export type MakeKeyPair = (alg: SigningAlgorithm) => Promise<{ publicKey: KeyObject; privateKey: KeyObject }>;

const generate = promisify(generateKeyPair);

/** Off the event loop; RSA takes a processor for about a tenth of a second. */
export const makeKeyPair: MakeKeyPair = async (alg) =>
  alg === "ES256" ? await generate("ec", { namedCurve: "P-256" }) : await generate("rsa", { modulusLength: 2048 });
