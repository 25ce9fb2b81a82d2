import type { ManagementContext } from "../../context.ts";
import { ManagementError } from "../../errors.ts";
import { isAtLeast } from "../../rules/admin-role.ts";
import { hashSecret } from "../../secret.ts";
import { createSecretText, tokenPrefixes } from "../../secret-text.ts";
import type { AdminRole, ApiKey, ApiKeyListRequest, Page, User, UserId } from "../../ports/store.ts";
import { after } from "../../time.ts";

export interface NewApiKey {
  /** What people know it by. */
  name: string;
  role: AdminRole;
  /** The person who answers for it, by id or by e-mail address. */
  maker: { id: UserId } | { email: string };
  /** Absent: 90 days. At most a year. */
  validSeconds?: number | undefined;
}

export interface ApiKeyManagement {
  /** Makes a key; the returned text is the only copy. @throws ManagementError invalid_input, not_found, forbidden */
  create(input: NewApiKey): Promise<{ key: ApiKey; text: string }>;
  /** Newest first. */
  list(wanted: ApiKeyListRequest): Promise<Page<ApiKey>>;
  /** Takes a key back at once; with `makerId` only one of theirs. @throws ManagementError not_found */
  revoke(id: string, owned?: { makerId: UserId }): Promise<void>;
}

const day = 86_400;
const validity = { min: 60, default: 90 * day, max: 366 * day };
const maxNameLength = 100;
const idBytes = 12;

export function manageApiKeys(context: ManagementContext): ApiKeyManagement {
  return {
    create: (input) => createApiKey(context, input),
    list: (wanted) => context.store.apiKeys.list(wanted),
    revoke: (id, owned) => revokeApiKey(context, id, owned),
  };
}

async function createApiKey(context: ManagementContext, input: NewApiKey): Promise<{ key: ApiKey; text: string }> {
  const { clock, random, store } = context;
  const { name, role, validSeconds = validity.default } = input;
  if (name.trim() === "" || name.length > maxNameLength) {
    throw new ManagementError("invalid_input", `a name of 1 to ${maxNameLength} characters is needed`, "name");
  }
  if (!Number.isInteger(validSeconds) || validSeconds < validity.min || validSeconds > validity.max) {
    const message = `a key is good for ${validity.min} to ${validity.max} seconds`;
    throw new ManagementError("invalid_input", message, "validSeconds");
  }
  const maker = await findMaker(context, input.maker);
  if (!isAtLeast(maker.role, role)) {
    throw new ManagementError("forbidden", "a key may not do more than the person who answers for it", "role");
  }
  const text = createSecretText(tokenPrefixes.apiKey, random);
  const now = clock.now();
  const key: ApiKey = {
    id: `key_${random.bytes(idBytes).toString("base64url")}`,
    hash: hashSecret(text),
    name,
    role,
    makerId: maker.id,
    makerEpoch: maker.epoch,
    createdAt: now,
    expiresAt: after(now, validSeconds),
  };
  await store.apiKeys.insert(key);
  context.events.emit({ type: "api_key.created", keyId: key.id, userId: maker.id, role });
  return { key, text };
}

async function findMaker({ store }: ManagementContext, maker: NewApiKey["maker"]): Promise<User> {
  const user =
    "id" in maker ? await store.users.get(maker.id) : await store.users.getByEmail(maker.email.trim().toLowerCase());
  if (user?.status === "active") return user;
  throw new ManagementError("not_found", "there is no such active person");
}

async function revokeApiKey(
  { events, store }: ManagementContext,
  id: string,
  owned: { makerId: UserId } | undefined,
): Promise<void> {
  const key = await store.apiKeys.get(id);
  const isTheirs = owned === undefined || key?.makerId === owned.makerId;
  if (!isTheirs || (await store.apiKeys.delete(id)) === "gone") {
    throw new ManagementError("not_found", "there is no such API key");
  }
  events.emit({ type: "api_key.revoked", keyId: id });
}
