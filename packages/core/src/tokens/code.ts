import type { Context } from "../context.ts";
import { hashSecret } from "../secret.ts";
import type { AuthorizationRequest, Client, Code, DeviceRequest, User } from "../ports/store.ts";
import { after, type EpochSeconds, epochSeconds } from "../time.ts";
import { encodeToken, tokenPrefixes } from "../secret-text.ts";

const secretBytes = 32;

/** Who answers a request, and with which scopes. */
export interface Approval {
  request: AuthorizationRequest;
  client: Client;
  user: User;
  authenticatedAt: EpochSeconds;
  scopes: readonly string[];
}

/** A new authorization code: the row to store and the text to send. */
export function createCode(context: Context, approval: Approval): { code: Code; text: string } {
  const { request, client, user, authenticatedAt, scopes } = approval;
  const now = context.clock.now();
  const id = context.store.nextId(now);
  const secret = context.random.bytes(secretBytes);
  const code: Code = {
    id,
    hash: hashSecret(secret),
    clientId: client.id,
    clientEpoch: client.epoch,
    userId: user.id,
    userEpoch: user.epoch,
    redirectUri: request.redirectUri,
    scopes,
    resources: request.resources,
    resourceSent: request.resourceSent,
    codeChallenge: request.codeChallenge,
    ...(request.nonce === undefined ? {} : { nonce: request.nonce }),
    authenticatedAt,
    createdAt: now,
    expiresAt: after(now, context.config.codeTtlSeconds),
  };
  return { code, text: encodeToken(tokenPrefixes.authorizationCode, id, secret) };
}

/** What an approval leaves for a device, which has the code already: under its id, and for as long as it may still ask. */
export function createCodeForDevice(context: Context, approval: Approval, device: DeviceRequest): Code {
  const { code } = createCode(context, approval);
  const { id, hash } = device;
  return { ...code, id, hash, expiresAt: epochSeconds(Math.max(device.expiresAt, code.expiresAt)) };
}
