import { hashSecret } from "@sallyport/core/secret";
import type {
  AuditEntry,
  AuditLink,
  Client,
  Code,
  Consent,
  Grant,
  Interaction,
  Rotation,
  Session,
  User,
} from "@sallyport/core/stores/port";
import { epochSeconds } from "@sallyport/core/time";

/** The instant at which the samples are made. */
export const sampleNow = epochSeconds(1_800_000_000);

export function sampleClient(members: Partial<Client> = {}): Client {
  return {
    id: "client-1",
    name: "Inspector",
    type: "public",
    authMethod: "none",
    alsoAccepts: [],
    redirectUris: ["http://127.0.0.1/redirect"],
    grantTypes: ["authorization_code", "refresh_token"],
    provenance: "preregistered",
    status: "active",
    epoch: 0,
    version: 1,
    metadata: {},
    createdAt: sampleNow,
    ...members,
  };
}

/** A client with every optional member. */
export function fullClient(): Client {
  return sampleClient({
    description: "A tool",
    type: "confidential",
    authMethod: "client_secret_basic",
    alsoAccepts: ["client_secret_basic", "client_secret_post"],
    secretHash: hashSecret("client secret"),
    previousSecretHash: hashSecret("earlier client secret"),
    previousSecretExpiresAt: epochSeconds(sampleNow + 60),
    scopes: ["openid", "notes:read"],
    defaultResource: "https://mcp.example/",
    accessTokenTtlSeconds: 300,
    refreshTokenTtlSeconds: 86_400,
    refreshReplay: "until_successor_used",
    jwks: '{"keys":[]}',
    jwksUri: "https://client.example/jwks",
    provenance: "document",
    document: { fetchedAt: sampleNow, freshUntil: sampleNow, etag: "e", lastModified: "l" },
    registrationTokenHash: hashSecret("registration"),
    ownerId: "user-1",
    metadata: { client_uri: "https://client.example/", contacts: ["a@client.example", "b@client.example"] },
  });
}

export function sampleUser(members: Partial<User> = {}): User {
  return {
    id: "user-1",
    email: "ada@example.com",
    role: "user",
    status: "active",
    epoch: 0,
    version: 1,
    createdAt: sampleNow,
    ...members,
  };
}

export function sampleSession(members: Partial<Session> = {}): Session {
  return {
    id: 1,
    hash: hashSecret("cookie"),
    userId: "user-1",
    userEpoch: 0,
    audience: "account",
    authenticatedAt: sampleNow,
    lastUsedAt: sampleNow,
    idleExpiresAt: epochSeconds(sampleNow + 100),
    expiresAt: epochSeconds(sampleNow + 1_000),
    ...members,
  };
}

export function sampleInteraction(members: Partial<Interaction> = {}): Interaction {
  return {
    id: "interaction-1",
    boundTo: hashSecret("browser"),
    request: {
      clientId: "client-1",
      redirectUri: "http://127.0.0.1/redirect",
      state: "é & ü",
      scopes: ["openid"],
      resources: ["https://mcp.example/"],
      resourceSent: false,
      codeChallenge: "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM",
      prompt: [],
    },
    createdAt: sampleNow,
    expiresAt: epochSeconds(sampleNow + 600),
    ...members,
  };
}

export function sampleConsent(members: Partial<Consent> = {}): Consent {
  return {
    userId: "user-1",
    clientId: "client-1",
    resources: "https://mcp.example/",
    scopes: ["openid"],
    redirectUri: "http://127.0.0.1/redirect",
    grantedAt: sampleNow,
    updatedAt: sampleNow,
    expiresAt: epochSeconds(sampleNow + 10_000),
    ...members,
  };
}

export function sampleCode(members: Partial<Code> & Pick<Code, "id">): Code {
  return {
    hash: hashSecret(`code ${members.id}`),
    clientId: "client-1",
    clientEpoch: 0,
    userId: "user-1",
    userEpoch: 0,
    redirectUri: "http://127.0.0.1/redirect",
    scopes: ["openid"],
    resources: ["https://mcp.example/"],
    resourceSent: true,
    codeChallenge: "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM",
    authenticatedAt: sampleNow,
    createdAt: sampleNow,
    expiresAt: epochSeconds(sampleNow + 60),
    ...members,
  };
}

export function sampleGrant(members: Partial<Grant> & Pick<Grant, "id">): Grant {
  return {
    clientId: "client-1",
    clientEpoch: 0,
    userId: "user-1",
    userEpoch: 0,
    systemEpoch: 0,
    scopes: ["openid"],
    resources: ["https://mcp.example/"],
    resourceSent: true,
    authenticatedAt: sampleNow,
    createdAt: sampleNow,
    expiresAt: epochSeconds(sampleNow + 1_000),
    refresh: {
      familyHash: hashSecret("family"),
      currentHash: hashSecret("generation 0"),
      idleExpiresAt: epochSeconds(sampleNow + 500),
    },
    lastUsedAt: sampleNow,
    ...members,
  };
}

/** The rotation from `generation 0` to the generation called `next`. */
export function sampleRotation(grantId: number, next: string): Rotation {
  return {
    grantId,
    presentedHash: hashSecret("generation 0"),
    nextHash: hashSecret(next),
    salt: "c2FsdA",
    rotatedAt: epochSeconds(sampleNow + 10),
    idleExpiresAt: epochSeconds(sampleNow + 510),
  };
}

export function sampleAuditEntry(members: Partial<AuditEntry> = {}): AuditEntry {
  return { at: sampleNow, type: "user.created", details: {}, ...members };
}

/** A link that anybody can make, for tests. */
export const sampleLink: AuditLink = (previous, row) => hashSecret(`${previous} ${row.sequence} ${row.type} ${row.at}`);
