import type { Revocations } from "../port.ts";
import type { Run, Tables } from "./tables.ts";

export function createRevocations({ revocations }: Tables, run: Run): Revocations {
  return {
    insert: ({ jti, expiresAt }) => run(() => void revocations.set(jti, expiresAt)),
    hasToken: (jti) => run(() => revocations.has(jti)),
  };
}
