/** What a change leaves of a member: absent, it stays; null takes it away. */
export function kept<Value>(given: Value | null | undefined, known: Value | undefined): Value | undefined {
  return given === undefined ? known : (given ?? undefined);
}
