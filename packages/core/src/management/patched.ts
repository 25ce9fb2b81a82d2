/** The value of a member after a change: an absent value leaves it, null removes it (RFC 7396). */
export function patched<Value>(given: Value | null | undefined, known: Value | undefined): Value | undefined {
  return given === undefined ? known : (given ?? undefined);
}
