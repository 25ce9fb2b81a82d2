import type { Context } from "../context.ts";
import { findByPassword } from "./passwords.ts";
import { type BrowserOrigin, findSignedIn, lookUpSignedIn, type SignedIn, startSession } from "./sessions.ts";

/** Opens a session of the admin listener for a person with any administrative role; undefined for all others. */
export async function signInToAdmin(
  context: Context,
  credentials: { email: string; password: string } & BrowserOrigin,
): Promise<{ cookie: string; signedIn: SignedIn } | undefined> {
  const user = await findByPassword(context, credentials, { door: "admin" });
  if (user === undefined) return undefined;
  const { cookie, session } = await startSession(context, user, {
    audience: "admin",
    address: credentials.address,
    userAgent: credentials.userAgent,
  });
  return { cookie, signedIn: { session, user } };
}

/** Who the admin cookie stands for; a person who lost the role is nobody. */
export async function findAdmin(context: Context, cookie: string | undefined): Promise<SignedIn | undefined> {
  return adminOf(await findSignedIn(context, cookie, "admin"));
}

/** As `findAdmin`, for what goes on by itself: no use of the session. */
export async function watchAdmin(context: Context, cookie: string | undefined): Promise<SignedIn | undefined> {
  return adminOf(await lookUpSignedIn(context, cookie, "admin"));
}

function adminOf(signedIn: SignedIn | undefined): SignedIn | undefined {
  return signedIn?.user.role === "user" ? undefined : signedIn;
}
