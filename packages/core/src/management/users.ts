import { z } from "zod";
import type { ManagementContext } from "../context.ts";
import { ManagementError } from "../errors.ts";
import { passwordBytes } from "../people/passwords.ts";
import type { Page, PageRequest, Role, User, UserId } from "../stores/port.ts";

export interface NewUser {
  email: string;
  password: string;
  name?: string | undefined;
  role: Role;
}

const emailSchema = z.email().max(254);
const idBytes = 16;

/** @throws ManagementError invalid_input, already_exists */
export async function createUser(context: ManagementContext, input: NewUser): Promise<User> {
  const email = input.email.trim().toLowerCase();
  if (!emailSchema.safeParse(email).success) {
    throw new ManagementError("invalid_input", "this is not an e-mail address", "email");
  }
  checkPassword(input.password);
  const user: User = {
    id: `user_${context.random.bytes(idBytes).toString("base64url")}`,
    email,
    ...(input.name === undefined ? {} : { name: input.name }),
    passwordHash: await context.passwords.hash(input.password),
    role: input.role,
    status: "active",
    epoch: 0,
    createdAt: context.clock.now(),
  };
  if ((await context.store.users.insert(user)) === "exists") {
    throw new ManagementError("already_exists", "there is somebody with this e-mail address already", "email");
  }
  context.events.emit({ type: "user.created", userId: user.id });
  return user;
}

export async function listUsers(context: ManagementContext, page: PageRequest): Promise<Page<User>> {
  return await context.store.users.list(page);
}

/** A new password ends every session and grant of the person. @throws ManagementError invalid_input, not_found */
export async function setPassword(context: ManagementContext, id: UserId, password: string): Promise<void> {
  checkPassword(password);
  const outcome = await context.store.users.setPassword(id, await context.passwords.hash(password));
  if (outcome === "gone") throw new ManagementError("not_found", "there is no such person");
}

/** Disabling ends every session and grant of the person. @throws ManagementError not_found */
export async function setUserStatus(context: ManagementContext, id: UserId, status: User["status"]): Promise<void> {
  const outcome = await context.store.users.setStatus(id, status);
  if (outcome === "gone") throw new ManagementError("not_found", "there is no such person");
}

/** Ends every session and grant of the person. @throws ManagementError not_found */
export async function signOutEverywhere(context: ManagementContext, id: UserId): Promise<void> {
  const outcome = await context.store.users.signOutEverywhere(id);
  if (outcome === "gone") throw new ManagementError("not_found", "there is no such person");
}

function checkPassword(password: string): void {
  const length = Buffer.byteLength(password);
  if (length < passwordBytes.min || length > passwordBytes.max) {
    const message = `a password has ${passwordBytes.min} to ${passwordBytes.max} bytes`;
    throw new ManagementError("invalid_input", message, "password");
  }
}
