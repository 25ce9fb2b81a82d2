import type { Tone } from "../ui/badge.tsx";

interface Words {
  words: string;
  tone?: Tone;
}

/** Everything that can happen, in words. */
export const auditWords = {
  "api_key.created": { words: "An API key was made", tone: "good" },
  "api_key.revoked": { words: "An API key was revoked", tone: "warn" },
  "client.grants_ended": { words: "All that a client was granted was ended", tone: "bad" },
  "client.authentication_failed": { words: "A client failed to prove who it is", tone: "warn" },
  "client.deleted": { words: "A client was deleted", tone: "bad" },
  "client.forgotten": { words: "A client that nobody used was forgotten" },
  "client.document_changed": { words: "A client’s metadata document changed" },
  "client.document_failed": { words: "A metadata document could not be fetched", tone: "warn" },
  "client.logo_failed": { words: "A logo could not be fetched" },
  "client.registered": { words: "A client was registered", tone: "good" },
  "client.secret_revoked": { words: "A client’s old secret was ended", tone: "warn" },
  "client.secret_rotated": { words: "A client got a new secret", tone: "warn" },
  "client.status_set": { words: "A client was switched on or off", tone: "warn" },
  "client.updated": { words: "A client was changed" },
  "client_token.issued": { words: "A client got a token for itself" },
  "client_token.revoked": { words: "A client’s own token was revoked" },
  "code.issued": { words: "A client got an authorization code" },
  "code.replayed": { words: "An authorization code came twice", tone: "bad" },
  "interaction.approved": { words: "A front end said that a person allows a client" },
  "interaction.denied": { words: "A front end said that a person denies a client" },
  "consent.denied": { words: "A person denied a client" },
  "consent.granted": { words: "A person allowed a client", tone: "good" },
  "consent.imported": { words: "A consent was imported from another system" },
  "consent.revoked": { words: "A consent was taken back", tone: "warn" },
  "grant.revoked": { words: "A grant was ended", tone: "warn" },
  "invitation.created": { words: "A client was invited" },
  "key.created": { words: "A signing key was made" },
  "key.rotated": { words: "The signing keys were replaced", tone: "warn" },
  "key.revoked": { words: "A signing key was revoked, with all that it signed", tone: "bad" },
  "refresh_token.replayed": { words: "A refresh token came twice, within the window" },
  "refresh_token.reused": { words: "A refresh token was used again: its grant was ended", tone: "bad" },
  "resource.created": { words: "A resource was registered", tone: "good" },
  "resource.deleted": { words: "A resource was deleted", tone: "bad" },
  "resource.updated": { words: "A resource was changed" },
  "scope.dropped": { words: "A scope was left out" },
  "session.ended": { words: "A session was ended" },
  "session.others_ended": { words: "A person ended their other sessions", tone: "warn" },
  "sign_in.failed": { words: "A sign-in failed", tone: "warn" },
  "sign_in.succeeded": { words: "A person signed in" },
  "tokens.issued": { words: "A client got tokens", tone: "good" },
  "user.created": { words: "A person was added", tone: "good" },
  "user.erased": { words: "A person was erased", tone: "bad" },
  "user.password_link_created": { words: "A link to choose a password was made", tone: "warn" },
  "user.password_set": { words: "A person got a new password", tone: "warn" },
  "user.signed_out_everywhere": { words: "A person was signed out everywhere", tone: "warn" },
  "user.status_set": { words: "A person was switched on or off", tone: "warn" },
  "user.updated": { words: "A person was changed" },
} as const satisfies Readonly<Record<string, Words>>;

/** A newer server may have more to tell. */
export function wordsOf(type: string): Words {
  return isKnown(type) ? auditWords[type] : { words: type };
}

function isKnown(type: string): type is keyof typeof auditWords {
  return Object.hasOwn(auditWords, type);
}
