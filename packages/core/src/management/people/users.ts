import { z } from "zod";
import type { ManagementContext } from "../../context.ts";
import { ManagementError } from "../../errors.ts";
import { manageConsents } from "./consents.ts";
import { exportPerson, type PersonalData } from "./personal-data.ts";
import { createPasswordLink, type PasswordLink } from "../../sign-in/password-links.ts";
import { checkNewPassword, replacePassword } from "../../sign-in/passwords.ts";
import type { Page, Role, User, UserId, UserListRequest } from "../../ports/store.ts";

export interface NewUser {
  email: string;
  password: string;
  name?: string | undefined;
  role: Role;
}

/** What to change of a person; what is absent stays. */
export interface UserChange {
  email?: string | undefined;
  /** Null: none from now on. */
  name?: string | null | undefined;
  role?: Role | undefined;
}

/** A person, and what they hold. */
export interface UserDetails {
  user: User;
  /** Browsers in which they are signed in; 200 stands for that many or more. */
  sessions: number;
  /** What clients may do for them now, by client and resource. */
  consents: number;
}

const emailSchema = z.email().max(254);
const nameSchema = z.string().trim().min(1).max(255);
const idBytes = 16;
const maxCountedSessions = 200;

export interface UserManagement {
  /** @throws ManagementError invalid_input, already_exists */
  create(input: NewUser): Promise<User>;
  /** Newest first, unless asked otherwise. */
  list(wanted: UserListRequest): Promise<Page<User>>;
  /** @throws ManagementError not_found */
  get(id: UserId): Promise<UserDetails>;
  /** @throws ManagementError not_found */
  find(idOrEmail: string): Promise<User>;
  /**
   * Changes a person that is there in that version.
   * @throws ManagementError not_found, conflict, already_exists, invalid_input, forbidden (the last owner)
   */
  update(id: UserId, version: number, change: UserChange): Promise<User>;
  /** A new password ends every session and grant of the person. @throws ManagementError invalid_input, not_found */
  setPassword(id: UserId, password: string): Promise<void>;
  /**
   * Makes a link with which the person chooses a password, once, within a day.
   * @throws ManagementError not_found, forbidden (somebody who is switched off)
   */
  resetPassword(id: UserId): Promise<PasswordLink>;
  /** Disabling ends every session and grant of the person. @throws ManagementError not_found, forbidden (the last owner) */
  setStatus(id: UserId, status: User["status"]): Promise<void>;
  /** Ends every session and grant of the person. @throws ManagementError not_found */
  signOutEverywhere(id: UserId): Promise<void>;
  /** Everything that is stored about the person, for them: no hash of a secret. @throws ManagementError not_found */
  exportData(id: UserId): Promise<PersonalData>;
  /**
   * Removes the person and all that is stored about them; what they allowed is dead at once. The audit trail
   * keeps their id, which nobody gets again. @throws ManagementError not_found, forbidden (the last owner)
   */
  erase(id: UserId): Promise<void>;
}

export function manageUsers(context: ManagementContext): UserManagement {
  return {
    create: (input) => createUser(context, input),
    list: (wanted) => context.store.users.list(wanted),
    setPassword: (id, password) => replacePassword(context, { id }, password),
    resetPassword: (id) => createPasswordLink(context, id),
    setStatus: (id, status) => setUserStatus(context, id, status),
    signOutEverywhere: (id) => signOutEverywhere(context, id),
    get: (id) => getDetails(context, id),
    find: (idOrEmail) => findUser(context, idOrEmail),
    update: (id, version, change) => updateUser(context, { id, version, change }),
    exportData: (id) => exportPerson(context, id),
    erase: (id) => eraseUser(context, id),
  };
}

/** As it is kept. @throws ManagementError invalid_input */
export function readEmail(text: string): string {
  const email = text.trim().toLowerCase();
  if (emailSchema.safeParse(email).success) return email;
  throw new ManagementError("invalid_input", "this is not an e-mail address", "email");
}

const noSuchPerson = () => new ManagementError("not_found", "there is no such person");
const sameEmail = () =>
  new ManagementError("already_exists", "there is somebody with this e-mail address already", "email");
const lastOwner = () => new ManagementError("forbidden", "somebody has to stay an active owner: this is the last one");

async function createUser(context: ManagementContext, input: NewUser): Promise<User> {
  const email = readEmail(input.email);
  await checkNewPassword(context.passwords, input.password);
  const user: User = {
    id: `user_${context.random.bytes(idBytes).toString("base64url")}`,
    email,
    ...(input.name === undefined ? {} : { name: input.name }),
    passwordHash: await context.passwords.hash(input.password),
    role: input.role,
    status: "active",
    epoch: 0,
    version: 1,
    createdAt: context.clock.now(),
  };
  if ((await context.store.users.insert(user)) === "exists") throw sameEmail();
  context.events.emit({ type: "user.created", userId: user.id, role: user.role });
  return user;
}

async function findUser({ store }: ManagementContext, idOrEmail: string): Promise<User> {
  const user = (await store.users.get(idOrEmail)) ?? (await store.users.getByEmail(idOrEmail.trim().toLowerCase()));
  if (user === undefined) throw noSuchPerson();
  return user;
}

async function getDetails(context: ManagementContext, id: UserId): Promise<UserDetails> {
  const user = await context.store.users.get(id);
  if (user === undefined) throw noSuchPerson();
  const { items } = await context.store.sessions.listByUser(user, context.clock.now(), { limit: maxCountedSessions });
  const consents = await manageConsents(context).listFor(id);
  return { user, sessions: items.length, consents: consents.length };
}

async function updateUser(
  context: ManagementContext,
  { id, version, change }: { id: UserId; version: number; change: UserChange },
): Promise<User> {
  const known = await context.store.users.get(id);
  if (known === undefined) throw noSuchPerson();
  const next = { ...merge(known, change), version };
  switch (await context.store.users.update(next)) {
    case "updated":
      break;
    case "conflict":
      throw new ManagementError("conflict", "somebody else changed this person meanwhile: look again", "version");
    case "exists":
      throw sameEmail();
    case "last_owner":
      throw lastOwner();
    case "gone":
      throw noSuchPerson();
  }
  const members = (["email", "name", "role"] as const).filter((member) => next[member] !== known[member]);
  context.events.emit({ type: "user.updated", userId: id, members });
  return { ...next, version: version + 1 };
}

function merge(known: User, { email, name, role }: UserChange): User {
  const { name: oldName, ...rest } = known;
  const newName = name === undefined ? oldName : readName(name);
  return {
    ...rest,
    email: readEmail(email ?? known.email),
    role: role ?? known.role,
    ...(newName === undefined ? {} : { name: newName }),
  };
}

export function readName(name: string | null): string | undefined {
  if (name === null) return undefined;
  const read = nameSchema.safeParse(name);
  if (!read.success) throw new ManagementError("invalid_input", "a name has 1 to 255 characters", "name");
  return read.data;
}

async function eraseUser(context: ManagementContext, id: UserId): Promise<void> {
  const outcome = await context.store.users.erase(id, context.clock.now());
  if (outcome === "last_owner") throw lastOwner();
  if (outcome === "gone") throw noSuchPerson();
  context.events.emit({ type: "user.erased", userId: id });
}

async function setUserStatus(context: ManagementContext, id: UserId, status: User["status"]): Promise<void> {
  const outcome = await context.store.users.setStatus(id, status, context.clock.now());
  if (outcome === "last_owner") throw lastOwner();
  if (outcome === "gone") throw noSuchPerson();
  context.events.emit({ type: "user.status_set", userId: id, status });
}

async function signOutEverywhere(context: ManagementContext, id: UserId): Promise<void> {
  const outcome = await context.store.users.signOutEverywhere(id, context.clock.now());
  if (outcome === "gone") throw noSuchPerson();
  context.events.emit({ type: "user.signed_out_everywhere", userId: id });
}
