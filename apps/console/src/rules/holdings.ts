/** What is alive of what a client holds. */
interface Holdings {
  grants: number;
  people: number;
  /** Whether there is more than was counted. */
  isAtLeast: boolean;
}

/** What ends when the client does: `3,412 grants of 87 people stop working at once.` */
export function describeEnd({ grants, people, isAtLeast }: Holdings): string {
  if (grants === 0) return "It holds nothing now: nobody loses anything.";
  const start = isAtLeast ? "At least " : "";
  const verb = grants === 1 ? "stops" : "stop";
  return `${start}${count(grants, "grant", "grants")} of ${count(people, "person", "people")} ${verb} working at once.`;
}

function count(number: number, one: string, many: string): string {
  return `${number.toLocaleString("en")} ${number === 1 ? one : many}`;
}
