/** The longest time that is worth stating (RFC 9111 section 1.2.2). */
const maxSeconds = 2 ** 31 - 1;

/**
 * For how many seconds an answer says that it holds (RFC 9111 section 5.2.2); 0 when it is not to be kept,
 * undefined when it does not say. Of contradicting statements the shortest counts.
 */
export function readMaxAge(cacheControl: string | undefined): number | undefined {
  const directives = (cacheControl ?? "").split(",").map((one) => one.trim().toLowerCase());
  if (directives.some((one) => /^no-(?:cache|store)(?:=|$)/.test(one))) return 0;
  const ages = directives.flatMap((one) => /^max-age="?(\d+)"?$/.exec(one)?.[1] ?? []).map(Number);
  return ages.length === 0 ? undefined : Math.min(...ages, maxSeconds);
}
