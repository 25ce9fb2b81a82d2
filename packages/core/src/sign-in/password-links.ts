import { z } from "zod";
import type { Context, ManagementContext } from "../context.ts";
import { ManagementError } from "../errors.ts";
import { seal, tryOpen } from "../secret.ts";
import type { User, UserId } from "../ports/store.ts";
import { after, epochSeconds, type EpochSeconds, isExpired } from "../time.ts";
import { replacePassword } from "./passwords.ts";

/** The page at which people choose a password with a link, below the issuer. */
export const passwordLinkPath = "/account/choose-password";

/** An address at which one person chooses a password, once. */
export interface PasswordLink {
  url: string;
  expiresAt: EpochSeconds;
}

/** What the link holds, sealed. A password begins a new epoch, and so makes every link void: nothing is stored. */
const boxSchema = z.object({
  userId: z.string(),
  epoch: z.number(),
  expiresAt: z.int().nonnegative().transform(epochSeconds),
});

const purpose = "password-link";
const ttlSeconds = 24 * 60 * 60;

/**
 * Makes a link with which a person chooses a password, so that nobody has to choose it for them (ASVS 6.4.6).
 * Their old password works until then.
 * @throws ManagementError not_found, forbidden (somebody who is switched off)
 */
export async function createPasswordLink(context: ManagementContext, id: UserId): Promise<PasswordLink> {
  const user = await context.store.users.get(id);
  if (user === undefined) throw new ManagementError("not_found", "there is no such person");
  if (user.status !== "active") throw new ManagementError("forbidden", "this person is switched off");
  const { config, masterKey } = await context.openTokens();
  if (config.issuer === "" || masterKey === undefined) {
    throw new ManagementError("not_found", "there is no address for links yet: start a server on this database first");
  }
  const expiresAt = after(context.clock.now(), ttlSeconds);
  const plain = JSON.stringify({ userId: id, epoch: user.epoch, expiresAt });
  const link = seal(masterKey, { purpose, plain }, context.random);
  context.events.emit({ type: "user.password_link_created", userId: id });
  return { url: `${config.issuer}${passwordLinkPath}?link=${link}`, expiresAt };
}

/** Whose link it is, or undefined: it is none of ours, too old, used, or the person may not sign in. */
export async function findPasswordLinkOwner(context: Context, link: string): Promise<User | undefined> {
  const plain = tryOpen(context.masterKey, { purpose, sealed: link });
  if (plain === undefined) return undefined;
  const { userId, epoch, expiresAt } = boxSchema.parse(JSON.parse(plain));
  if (isExpired(expiresAt, context.clock.now())) return undefined;
  const user = await context.store.users.get(userId);
  return user?.status === "active" && user.epoch === epoch ? user : undefined;
}

/**
 * Sets the password that the owner of the link chose. Every session and grant of theirs ends.
 * @returns false when the link is good for nothing any more
 * @throws ManagementError invalid_input when the password cannot be taken
 */
export async function choosePassword(context: Context, link: string, password: string): Promise<boolean> {
  const user = await findPasswordLinkOwner(context, link);
  if (user === undefined) return false;
  try {
    await replacePassword(context, { id: user.id, ifEpoch: user.epoch }, password);
    return true;
  } catch (error) {
    if (error instanceof ManagementError && error.code !== "invalid_input") return false;
    throw error;
  }
}
