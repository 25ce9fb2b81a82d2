import { generateKeyPair } from "node:crypto";
import { promisify } from "node:util";
import type { MakeKeyPair, SigningAlgorithm } from "../ports/key-pairs.ts";

export const signingAlgorithms: readonly SigningAlgorithm[] = ["ES256", "RS256"];

const generate = promisify(generateKeyPair);

/** Off the event loop; RSA takes a processor for about a tenth of a second. */
export const makeKeyPair: MakeKeyPair = async (alg) =>
  alg === "ES256" ? await generate("ec", { namedCurve: "P-256" }) : await generate("rsa", { modulusLength: 2048 });
