import { isSecureUrl } from "./addresses.ts";
import { createCaller } from "./caller.ts";
import { type Gathered, notGathered } from "./evidence.ts";
import { type Walk, walkForms } from "./gather/sign-in.ts";
import { navigate } from "./navigate.ts";

/**
 * Answers an authorization request in a person's place, at any server whose pages are forms.
 * @returns the parameters at the redirect URI, which is not called
 */
export async function signInByForms({
  timeoutMs,
  ...walk
}: Walk & { readonly timeoutMs: number }): Promise<Gathered<URLSearchParams>> {
  if (!isSecureUrl(walk.url)) return notGathered("there is nowhere safe to sign in");
  return await walkForms(createCaller({ fetch, navigate, timeoutMs }), walk);
}
