import type { Fetch } from "./cookies.ts";

/**
 * `fetch` that signs in when the server answers 401, and then asks once more. A refused call did nothing, so that
 * asking again is safe for mutations too. Calls that are refused together share one sign-in; when that fails, each
 * throws its error.
 */
export function signInWhenRefused(fetch: Fetch, signIn: () => Promise<unknown>): Fetch {
  let session: Promise<unknown> | undefined;

  /** A session later than `refused`, which another call may have begun already. */
  async function renew(refused: Promise<unknown> | undefined): Promise<void> {
    if (session === refused) session = signIn();
    const renewed = session;
    try {
      await renewed;
    } catch (error) {
      if (session === renewed) session = undefined;
      throw error;
    }
  }

  return async (input, init) => {
    const used = session;
    await used;
    const response = await fetch(input, init);
    if (response.status !== 401) return response;
    await response.body?.cancel();
    await renew(used);
    return await fetch(input, init);
  };
}
