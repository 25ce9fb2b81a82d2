import type {
  AdminRole,
  Client,
  ClientId,
  RevocationReason,
  Role,
  RowId,
  Session,
  User,
  UserId,
} from "../ports/store.ts";
import type { EpochSeconds } from "../time.ts";

/** What happened, for logs, metrics and audit: a closed union without any secret. `flowId` is that of `flowIdOf`. */
export type CoreEvent =
  | { type: "client.registered"; clientId: ClientId; provenance: Client["provenance"] }
  | { type: "client.status_set"; clientId: ClientId; status: Client["status"] }
  | { type: "client.document_changed"; clientId: ClientId }
  | { type: "client.document_failed"; clientId: ClientId; reason: string; stale: boolean }
  | { type: "client.logo_failed"; clientId: ClientId; reason: string }
  | { type: "client.secret_rotated"; clientId: ClientId }
  | { type: "client.secret_revoked"; clientId: ClientId }
  | { type: "client.deleted"; clientId: ClientId }
  | { type: "client.forgotten"; clientId: ClientId }
  | { type: "client.authentication_failed"; clientId: ClientId | undefined; reason: string }
  | { type: "client.updated"; clientId: ClientId }
  | { type: "client.grants_ended"; clientId: ClientId }
  | { type: "user.created"; userId: UserId; role: Role }
  | { type: "user.status_set"; userId: UserId; status: User["status"] }
  | { type: "user.signed_out_everywhere"; userId: UserId }
  | { type: "user.updated"; userId: UserId; members: readonly string[] }
  | { type: "user.erased"; userId: UserId }
  | { type: "user.password_set"; userId: UserId }
  | { type: "user.password_link_created"; userId: UserId }
  | { type: "session.ended"; userId: UserId }
  | { type: "session.others_ended"; userId: UserId; count: number }
  | { type: "sign_in.succeeded"; userId: UserId; door: Session["audience"]; flowId?: string }
  | { type: "sign_in.failed"; door: Session["audience"]; reason: string; userId?: UserId; flowId?: string }
  | { type: "scope.dropped"; clientId: ClientId; flowId?: string; scopes: readonly string[] }
  | { type: "consent.granted"; userId: UserId; clientId: ClientId; flowId: string; scopes: readonly string[] }
  | { type: "consent.imported"; userId: UserId; clientId: ClientId; scopes: readonly string[] }
  | { type: "consent.denied"; userId: UserId; clientId: ClientId; flowId: string }
  | { type: "interaction.approved"; userId: UserId; clientId: ClientId; flowId: string }
  | { type: "interaction.denied"; clientId: ClientId; flowId: string }
  | { type: "consent.revoked"; userId: UserId; clientId: ClientId }
  | { type: "code.issued"; userId: UserId; clientId: ClientId; flowId: string }
  | { type: "code.replayed"; userId: UserId; clientId: ClientId; flowId: string }
  | { type: "tokens.issued"; userId: UserId; clientId: ClientId; grantId: RowId; grantType: string; flowId?: string }
  | { type: "client_token.issued"; clientId: ClientId; scopes: readonly string[] }
  | { type: "client_token.revoked"; clientId: ClientId }
  | { type: "refresh_token.replayed"; clientId: ClientId; grantId: RowId }
  | { type: "refresh_token.reused"; clientId: ClientId; grantId: RowId }
  | { type: "grant.revoked"; clientId: ClientId; grantId: RowId; reason: RevocationReason }
  | { type: "resource.created"; uri: string }
  | { type: "resource.updated"; uri: string }
  | { type: "resource.deleted"; uri: string }
  | { type: "invitation.created"; expiresAt: EpochSeconds }
  | { type: "key.created"; kid: string; alg: string }
  | { type: "key.rotated" }
  | { type: "key.revoked"; kid: string }
  | { type: "api_key.created"; keyId: string; userId: UserId; role: AdminRole }
  | { type: "api_key.revoked"; keyId: string };

/** Who did something, where it was not the person or the client that the event names. */
export type Actor = { kind: "person"; userId: UserId } | { kind: "api_key"; keyId: string } | { kind: "command_line" };

/** Where events go; must not throw and must not wait. */
export interface EventSink {
  emit(event: CoreEvent, by?: Actor): void;
}
