/** The active grants of a client. */
interface ActiveGrants {
  grants: number;
  people: number;
  /** Whether the count stopped at its limit. */
  isAtLeast: boolean;
}

/** What a revocation affects: `3,412 grants of 87 users are revoked immediately.` */
export function describeRevocation({ grants, people, isAtLeast }: ActiveGrants): string {
  if (grants === 0) return "The client has no active grants.";
  const start = isAtLeast ? "At least " : "";
  const verb = grants === 1 ? "is" : "are";
  return `${start}${count(grants, "grant", "grants")} of ${count(people, "user", "users")} ${verb} revoked immediately.`;
}

function count(number: number, one: string, many: string): string {
  return `${number.toLocaleString("en")} ${number === 1 ? one : many}`;
}
