import type { AdminRole, Role } from "../ports/store.ts";

/** The administrative roles; each may do what those before it may. */
const ranks: readonly Role[] = ["viewer", "operator", "owner"] satisfies AdminRole[];

/** Whether `role` may do what `least` may. */
export function isAtLeast(role: Role, least: AdminRole): boolean {
  return ranks.indexOf(role) >= ranks.indexOf(least);
}

/** What a key for `wanted` may do whose maker has the role `held`: nothing more than both. */
export function cappedRole(wanted: AdminRole, held: Role): AdminRole | undefined {
  if (held === "user") return undefined;
  return isAtLeast(held, wanted) ? wanted : held;
}
