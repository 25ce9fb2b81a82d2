import type { ImportedClient, ImportedPerson, ImportedSecret, ImportNote } from "@sallyport/core";
import { z } from "zod";
import { type Importer, recordsOf } from "./importer.ts";
import { MalformedFileError, parseJson, readAs } from "./malformed.ts";
import { metadataOf, secretOf, withoutPatterns } from "./registered-client.ts";
import { flag, fullName, instant, list, optional, text, words } from "./values.ts";

// `GET /api/v2/clients` of Auth0's Management API.
const client = z.object({
  client_id: z.string().min(1),
  name: words,
  description: words,
  client_secret: text,
  callbacks: optional(list),
  grant_types: optional(list),
  token_endpoint_auth_method: text,
  client_authentication_methods: optional(z.unknown()),
  logo_uri: text,
  /** The entry that stands for all applications. */
  global: flag,
  is_first_party: flag,
});

// A line of a bulk user export, or of the export of password hashes that its support sends.
const user = z.object({
  user_id: text,
  _id: optional(z.object({ $oid: z.string() })),
  alt_id: text,
  email: words,
  identifiers: optional(z.array(z.object({ type: z.string(), value: z.string() }))),
  name: words,
  given_name: words,
  family_name: words,
  blocked: flag,
  created_at: instant,
  passwordHash: text,
});

export const auth0: Importer = {
  name: "auth0",
  summary:
    "clients as its Management API lists them, or its exports of users and password hashes (a JSON object a line)",
  read(file) {
    const value = tryJson(file);
    if (Array.isArray(value)) return readClients(value, "");
    if (typeof value === "object" && value !== null && "clients" in value) {
      return readClients(readAs(z.array(z.unknown()), value.clients, "clients"), "clients");
    }
    return recordsOf({ people: readUsers(file) });
  },
};

/** More than one line of JSON is none. */
function tryJson(file: string): unknown {
  try {
    return JSON.parse(file);
  } catch {
    return undefined;
  }
}

function readClients(values: readonly unknown[], place: string) {
  const notes: ImportNote[] = [];
  const clients = values.flatMap((value, index) => readClient(`${place}[${index}]`, value, notes));
  return recordsOf({ clients, notes });
}

function readClient(where: string, value: unknown, notes: ImportNote[]): ImportedClient[] {
  const given = readAs(client, value, where);
  if (given.global === true) return [];
  const { client_id: clientId, name, description, callbacks, grant_types: grantTypes, logo_uri } = given;
  const read = withoutPatterns({
    where,
    clientId,
    name: name ?? clientId,
    description,
    ...readProof(given),
    redirectUris: callbacks ?? [],
    grantTypes,
    metadata: metadataOf({ logo_uri }),
    // What registered itself is no first party.
    isUnverified: given.is_first_party === false,
  });
  notes.push(...read.notes);
  return [read.client];
}

function readProof(given: z.infer<typeof client>): { authMethod: string; secret?: ImportedSecret } {
  // The keys themselves are credentials of their own, which the list does not have.
  if (given.client_authentication_methods !== undefined) return { authMethod: "private_key_jwt" };
  const authMethod = given.token_endpoint_auth_method ?? "client_secret_basic";
  return authMethod === "none" ? { authMethod } : { authMethod, secret: secretOf(given.client_secret) };
}

/** Lines about the same person are one: the two exports can stand in one file. */
function readUsers(file: string): ImportedPerson[] {
  const people = new Map<string, ImportedPerson>();
  for (const [index, line] of file.split(/\r?\n/).entries()) {
    if (line.trim() === "") continue;
    const person = readUser(`line ${index + 1}`, line);
    const known = people.get(person.id);
    people.set(person.id, known === undefined ? person : merge(known, person));
  }
  if (people.size === 0) throw new MalformedFileError("the file has no clients and no users");
  return [...people.values()];
}

function readUser(where: string, line: string): ImportedPerson & { id: string } {
  const given = readAs(user, parseJson(line, where), where);
  const { name, given_name, family_name, blocked, created_at: createdAt, passwordHash } = given;
  const id = idOf(given);
  if (id === undefined) throw new MalformedFileError(`${where}: there is neither user_id nor _id`);
  const email = emailOf(given);
  // Without a name of their own people have their address there.
  const ownName = name === email ? undefined : name;
  return {
    where,
    id,
    email,
    name: ownName ?? fullName(given_name, family_name),
    passwordHash,
    isDisabled: blocked,
    createdAt,
  };
}

type User = z.infer<typeof user>;

/** The export of hashes has the part behind the provider, and its people are those of a database. */
function idOf({ user_id, alt_id, _id }: User): string | undefined {
  const inDatabase = alt_id ?? _id?.$oid;
  return user_id ?? (inDatabase === undefined ? undefined : `auth0|${inDatabase}`);
}

function emailOf({ email, identifiers = [] }: User): string {
  return email ?? identifiers.find(({ type }) => type === "email")?.value ?? "";
}

function merge(known: ImportedPerson, more: ImportedPerson): ImportedPerson {
  return {
    where: known.where,
    id: known.id,
    email: known.email || more.email,
    name: known.name ?? more.name,
    passwordHash: known.passwordHash ?? more.passwordHash,
    isDisabled: known.isDisabled ?? more.isDisabled,
    createdAt: known.createdAt ?? more.createdAt,
  };
}
