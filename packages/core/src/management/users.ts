import { z } from "zod";
import type { ManagementContext } from "../context.ts";
import { ManagementError } from "../errors.ts";
import { checkNewPassword, replacePassword } from "../people/passwords.ts";
import type { Page, Role, User, UserId, UserListRequest } from "../stores/port.ts";

export interface NewUser {
  email: string;
  password: string;
  name?: string | undefined;
  role: Role;
}

const emailSchema = z.email().max(254);
const idBytes = 16;

export interface UserManagement {
  /** @throws ManagementError invalid_input, already_exists */
  create(input: NewUser): Promise<User>;
  /** Newest first, unless asked otherwise. */
  list(wanted: UserListRequest): Promise<Page<User>>;
  /** A new password ends every session and grant of the person. @throws ManagementError invalid_input, not_found */
  setPassword(id: UserId, password: string): Promise<void>;
  /** Disabling ends every session and grant of the person. @throws ManagementError not_found */
  setStatus(id: UserId, status: User["status"]): Promise<void>;
  /** Ends every session and grant of the person. @throws ManagementError not_found */
  signOutEverywhere(id: UserId): Promise<void>;
}

export function manageUsers(context: ManagementContext): UserManagement {
  return {
    create: (input) => createUser(context, input),
    list: (wanted) => context.store.users.list(wanted),
    setPassword: (id, password) => replacePassword(context, id, password),
    setStatus: (id, status) => setUserStatus(context, id, status),
    signOutEverywhere: (id) => signOutEverywhere(context, id),
  };
}

async function createUser(context: ManagementContext, input: NewUser): Promise<User> {
  const email = input.email.trim().toLowerCase();
  if (!emailSchema.safeParse(email).success) {
    throw new ManagementError("invalid_input", "this is not an e-mail address", "email");
  }
  checkNewPassword(input.password);
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
  context.events.emit({ type: "user.created", userId: user.id, role: user.role });
  return user;
}

async function setUserStatus(context: ManagementContext, id: UserId, status: User["status"]): Promise<void> {
  const outcome = await context.store.users.setStatus(id, status, context.clock.now());
  if (outcome === "gone") throw new ManagementError("not_found", "there is no such person");
  context.events.emit({ type: "user.status_set", userId: id, status });
}

async function signOutEverywhere(context: ManagementContext, id: UserId): Promise<void> {
  const outcome = await context.store.users.signOutEverywhere(id, context.clock.now());
  if (outcome === "gone") throw new ManagementError("not_found", "there is no such person");
  context.events.emit({ type: "user.signed_out_everywhere", userId: id });
}
