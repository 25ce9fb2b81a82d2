import type { ImportedClient, ImportedConsent, ImportedPerson, ImportNote } from "@sallyport/core";
import { z } from "zod";
import type { Importer } from "./importer.ts";
import { readKeycloakPassword, storedCredential } from "./keycloak-password.ts";
import { MalformedFileError, parseJson, readAs } from "./malformed.ts";
import { metadataOf, secretOf, withoutPatterns } from "./registered-client.ts";
import { flag, fullName, instant, list, optional, text, words } from "./values.ts";

// RealmRepresentation, ClientRepresentation and UserRepresentation of Keycloak 26, as `kc.sh export` writes them.
const realm = z.object({
  realm: text,
  clients: optional(z.array(z.unknown())),
  users: optional(z.array(z.unknown())),
});
const client = z.object({
  clientId: z.string().min(1),
  name: words,
  description: words,
  enabled: flag,
  protocol: text,
  publicClient: flag,
  bearerOnly: flag,
  clientAuthenticatorType: text,
  secret: text,
  rootUrl: text,
  baseUrl: text,
  redirectUris: optional(list),
  standardFlowEnabled: flag,
  serviceAccountsEnabled: flag,
  implicitFlowEnabled: flag,
  directAccessGrantsEnabled: flag,
  defaultClientScopes: optional(list),
  optionalClientScopes: optional(list),
  attributes: optional(z.record(z.string(), z.unknown())),
});
const user = z.object({
  id: text,
  username: text,
  email: words,
  firstName: words,
  lastName: words,
  enabled: flag,
  createdTimestamp: instant,
  serviceAccountClientId: text,
  credentials: optional(z.array(storedCredential)),
  clientConsents: optional(
    z.array(
      z.object({
        clientId: z.string().min(1),
        grantedClientScopes: optional(list),
        createdDate: instant,
        lastUpdatedDate: instant,
      }),
    ),
  ),
});

export const keycloak: Importer = {
  name: "keycloak",
  summary: "a realm as kc.sh export writes it, with the users in the same file or in one of their own",
  read(file) {
    const { clients, users } = readAs(realm, parseJson(file), "");
    if (clients === undefined && users === undefined) {
      throw new MalformedFileError("there are neither clients nor users in the file: it is no export of a realm");
    }
    const notes: ImportNote[] = [];
    const found = (users ?? []).flatMap((value, index) => readUser(`users[${index}]`, value, notes));
    return {
      clients: (clients ?? []).flatMap((value, index) => readClient(`clients[${index}]`, value, notes)),
      people: found.map(({ person }) => person),
      consents: found.flatMap(({ consents }) => consents),
      notes,
    };
  },
};

/** Every realm has them, for Keycloak's own pages. */
const ownClients = ["account", "account-console", "admin-cli", "broker", "realm-management", "security-admin-console"];

/** Scopes that every realm has and that mean something to Keycloak alone. */
const ownScopes = ["web-origins", "acr", "basic", "roles", "microprofile-jwt", "address", "phone", "organization"];

type Given = z.infer<typeof client>;

function readClient(where: string, value: unknown, notes: ImportNote[]): ImportedClient[] {
  const given = readAs(client, value, where);
  const { clientId: id } = given;
  if (ownClients.includes(id)) return [];
  const why = whyLeftOut(given);
  if (why !== undefined) {
    notes.push({ where, id, message: why });
    return [];
  }
  if (given.implicitFlowEnabled === true || given.directAccessGrantsEnabled === true) {
    notes.push({ where, id, message: "implicit and password grants are not carried over: there are none here" });
  }
  const read = withoutPatterns({
    where,
    clientId: id,
    // Names of its own clients are keys of translations.
    name: given.name?.startsWith("${") === false ? given.name : id,
    description: given.description,
    ...readProof(where, given),
    redirectUris: (given.redirectUris ?? []).map((uri) => (uri.startsWith("/") ? `${given.rootUrl ?? ""}${uri}` : uri)),
    grantTypes: grantTypesOf(given),
    scopes: scopesOf(given),
    metadata: readMetadata(given),
    isDisabled: given.enabled === false,
    createdAt: readCreation(given),
  });
  notes.push(...read.notes);
  return [read.client];
}

function whyLeftOut({ protocol, bearerOnly }: Given): string | undefined {
  if (protocol !== undefined && protocol !== "openid-connect") return `left out: its protocol is ${protocol}`;
  return bearerOnly === true ? "left out: it only takes tokens, so it is a resource here" : undefined;
}

function attributeOf({ attributes = {} }: Given, name: string): string | undefined {
  const value = attributes[name];
  return typeof value === "string" && value !== "" ? value : undefined;
}

/** Of client authenticators there is one for secrets, by either method, and one for signed assertions. */
function readProof(where: string, given: Given): Pick<ImportedClient, "authMethod" | "secret" | "jwks" | "jwksUri"> {
  if (given.publicClient === true) return { authMethod: "none" };
  switch (given.clientAuthenticatorType ?? "client-secret") {
    case "client-secret":
      return { secret: secretOf(given.secret) };
    case "client-jwt":
      return { authMethod: "private_key_jwt", ...readKeys(where, given) };
    default:
      return { authMethod: given.clientAuthenticatorType };
  }
}

function readKeys(where: string, given: Given): Pick<ImportedClient, "jwks" | "jwksUri"> {
  if (attributeOf(given, "use.jwks.url") === "true") return { jwksUri: attributeOf(given, "jwks.url") };
  const keys = attributeOf(given, "jwks.string");
  return { jwks: keys === undefined ? undefined : parseJson(keys, `${where}.attributes["jwks.string"]`) };
}

function grantTypesOf(given: Given): readonly string[] {
  const isForDevices = attributeOf(given, "oauth2.device.authorization.grant.enabled") === "true";
  const grants = {
    // It renews tokens of either.
    authorization_code: given.standardFlowEnabled !== false,
    "urn:ietf:params:oauth:grant-type:device_code": isForDevices,
    refresh_token: given.standardFlowEnabled !== false || isForDevices,
    client_credentials: given.serviceAccountsEnabled === true,
  };
  return Object.entries(grants).flatMap(([name, isOn]) => (isOn ? [name] : []));
}

function scopesOf({ defaultClientScopes = [], optionalClientScopes = [] }: Given): string[] {
  const names = [...defaultClientScopes, ...optionalClientScopes].filter((name) => !ownScopes.includes(name));
  // Every client may ask for it, and no list says so.
  return [...new Set(["openid", ...names])];
}

function readMetadata(given: Given): Record<string, string | string[]> {
  const [logo_uri, policy_uri, tos_uri] = ["logoUri", "policyUri", "tosUri"].map((name) => attributeOf(given, name));
  const client_uri = given.baseUrl?.startsWith("http") === true ? given.baseUrl : undefined;
  return metadataOf({ logo_uri, policy_uri, tos_uri, client_uri });
}

function readCreation(given: Given): number | undefined {
  const seconds = Number(attributeOf(given, "client.secret.creation.time"));
  return Number.isInteger(seconds) ? seconds : undefined;
}

function readUser(
  where: string,
  value: unknown,
  notes: ImportNote[],
): { person: ImportedPerson; consents: readonly ImportedConsent[] }[] {
  const { id, username, email = "", firstName, lastName, ...rest } = readAs(user, value, where);
  // Stands for a client, which speaks for itself.
  if (rest.serviceAccountClientId !== undefined) return [];
  const { credentials = [], clientConsents = [], enabled, createdTimestamp: createdAt } = rest;
  const others = credentials.map(({ type }) => type).filter((type) => type !== "password");
  if (others.length > 0) {
    notes.push({ where, id: username ?? email, message: `not carried over: ${[...new Set(others)].join(", ")}` });
  }
  const person: ImportedPerson = {
    where,
    id,
    email,
    name: fullName(firstName, lastName),
    passwordHash: readKeycloakPassword(credentials),
    isDisabled: enabled === false,
    createdAt,
  };
  if (id === undefined) return [{ person, consents: [] }];
  const consents = clientConsents.map((given, index) => ({
    where: `${where}.clientConsents[${index}]`,
    userId: id,
    clientId: given.clientId,
    scopes: ["openid", ...(given.grantedClientScopes ?? []).filter((name) => !ownScopes.includes(name))],
    grantedAt: given.lastUpdatedDate ?? given.createdDate,
  }));
  return [{ person, consents }];
}
