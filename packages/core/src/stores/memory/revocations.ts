import type { Revocations } from "../../ports/store.ts";
import { noteRevocation, type Run, type Tables } from "./tables.ts";

export function createRevocations({ revocations }: Tables, run: Run): Revocations {
  const hasToken = (jti: string): boolean => [...revocations.rows.values()].some((row) => row.jti === jti);
  return {
    insert: (revocation) =>
      run(() => {
        if (!hasToken(revocation.jti)) noteRevocation(revocations, revocation);
      }),
    hasToken: (jti) => run(() => hasToken(jti)),
    listAfter: (mark, limit) =>
      run(() => {
        const start = mark <= revocations.lastMark ? mark : 0;
        const found = [...revocations.rows].map(([number, revocation]) => ({ mark: number, revocation }));
        return found.filter((row) => row.mark > start).slice(0, limit);
      }),
  };
}
