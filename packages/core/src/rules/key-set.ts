import { z } from "zod";

/** Public keys of a client; what is no public signature key was left out. */
export interface ClientKeySet {
  keys: PublicKey[];
}

type PublicKey = z.infer<typeof keySchema>;

const base = {
  kid: z.string().max(256).exactOptional(),
  alg: z.string().max(16).exactOptional(),
  use: z.string().exactOptional(),
};
const base64 = z
  .string()
  .regex(/^[\w-]+$/)
  .max(2048);
const isForSigning = (key: { use?: string }): boolean => key.use === undefined || key.use === "sig";

/** Public members only: a schema that knows no `d` cannot let one through. */
const keySchema = z.discriminatedUnion("kty", [
  z.object({ kty: z.literal("EC"), crv: z.enum(["P-256", "P-384", "P-521"]), x: base64, y: base64, ...base }),
  z.object({ kty: z.literal("OKP"), crv: z.literal("Ed25519"), x: base64, ...base }),
  z.object({ kty: z.literal("RSA"), n: base64.min(342), e: base64, ...base }),
]);

const maxKeys = 50;
const setSchema = z.object({ keys: z.array(z.unknown()).max(maxKeys) });

/**
 * Reads a JWK set. Unknown kinds of keys are left out; a private or symmetric one makes the set unusable.
 * @returns undefined when it is unusable or has no key
 */
export function parseKeySet(input: unknown): ClientKeySet | undefined {
  const set = setSchema.safeParse(input);
  if (!set.success || set.data.keys.some(isSecretKey)) return undefined;
  const keys = set.data.keys.flatMap((key) => {
    const parsed = keySchema.safeParse(key);
    return parsed.success && isForSigning(parsed.data) ? [parsed.data] : [];
  });
  return keys.length === 0 ? undefined : { keys };
}

function isSecretKey(key: unknown): boolean {
  return typeof key === "object" && key !== null && ("d" in key || "k" in key);
}
