import type { Tone } from "../ui/badge.tsx";

interface Label {
  label: string;
  tone?: Tone;
}

/** Labels of all event types. */
export const auditLabels = {
  "api_key.created": { label: "API key created", tone: "good" },
  "api_key.revoked": { label: "API key revoked", tone: "warn" },
  "client.grants_ended": { label: "All grants of a client revoked", tone: "bad" },
  "client.authentication_failed": { label: "Client authentication failed", tone: "warn" },
  "client.deleted": { label: "Client deleted", tone: "bad" },
  "client.forgotten": { label: "Unused client deleted" },
  "client.document_changed": { label: "Client metadata document changed" },
  "client.document_failed": { label: "Client metadata document fetch failed", tone: "warn" },
  "client.logo_failed": { label: "Logo fetch failed" },
  "client.registered": { label: "Client registered", tone: "good" },
  "client.secret_revoked": { label: "Old client secret revoked", tone: "warn" },
  "client.secret_rotated": { label: "Client secret rotated", tone: "warn" },
  "client.status_set": { label: "Client enabled or disabled", tone: "warn" },
  "client.updated": { label: "Client updated" },
  "client_token.issued": { label: "Client credentials token issued" },
  "client_token.revoked": { label: "Client credentials token revoked" },
  "code.issued": { label: "Authorization code issued" },
  "code.replayed": { label: "Authorization code reused", tone: "bad" },
  "interaction.approved": { label: "Consent approved by an external front end" },
  "interaction.denied": { label: "Consent denied by an external front end" },
  "consent.denied": { label: "Consent denied" },
  "consent.granted": { label: "Consent granted", tone: "good" },
  "consent.imported": { label: "Consent imported" },
  "consent.revoked": { label: "Consent revoked", tone: "warn" },
  "grant.revoked": { label: "Grant revoked", tone: "warn" },
  "invitation.created": { label: "Client invitation created" },
  "key.created": { label: "Signing key created" },
  "key.rotated": { label: "Signing keys rotated", tone: "warn" },
  "key.revoked": { label: "Signing key revoked", tone: "bad" },
  "refresh_token.replayed": { label: "Refresh token retried" },
  "refresh_token.reused": { label: "Refresh token reused, grant revoked", tone: "bad" },
  "resource.created": { label: "Resource created", tone: "good" },
  "resource.deleted": { label: "Resource deleted", tone: "bad" },
  "resource.updated": { label: "Resource updated" },
  "scope.dropped": { label: "Scope not granted" },
  "session.ended": { label: "Session revoked" },
  "session.others_ended": { label: "Other sessions revoked by the user", tone: "warn" },
  "sign_in.failed": { label: "Sign-in failed", tone: "warn" },
  "sign_in.succeeded": { label: "User signed in" },
  "tokens.issued": { label: "Tokens issued", tone: "good" },
  "user.created": { label: "User created", tone: "good" },
  "user.erased": { label: "User erased", tone: "bad" },
  "user.password_link_created": { label: "Password link created", tone: "warn" },
  "user.password_set": { label: "Password set", tone: "warn" },
  "user.signed_out_everywhere": { label: "User signed out everywhere", tone: "warn" },
  "user.status_set": { label: "User enabled or disabled", tone: "warn" },
  "user.updated": { label: "User updated" },
} as const satisfies Readonly<Record<string, Label>>;

/** The label of an event type; of an unknown one its name. */
export function auditLabelOf(type: string): Label {
  return isKnown(type) ? auditLabels[type] : { label: type };
}

function isKnown(type: string): type is keyof typeof auditLabels {
  return Object.hasOwn(auditLabels, type);
}
