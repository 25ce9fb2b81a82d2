import type { ImportedClient, ImportedPerson, ImportRecords, ImportNote } from "@sallyport/core";
import { z } from "zod";
import type { Importer } from "./importer.ts";
import { MalformedFileError, parseJson, readAs } from "./malformed.ts";
import { secretOf } from "./registered-client.ts";
import { flag, fullName, instant, list, optional, scopesOf, text, words } from "./values.ts";

// Its tables, with the columns that are carried over. Lifetimes are texts there.
const lifetime = optional(z.coerce.number().int().min(1));
const tables = z.object({
  users: optional(
    z.array(
      z.object({
        id: z.string().min(1),
        email: z.string(),
        password_hash: text,
        first_name: words,
        last_name: words,
        is_active: flag,
        is_superuser: flag,
        deleted_at: text,
        created_at: instant,
      }),
    ),
  ),
  oauth_clients: optional(
    z.array(
      z.object({
        client_id: z.string().min(1),
        client_secret_hash: text,
        client_name: z.string(),
        client_description: words,
        client_type: z.enum(["public", "confidential"]),
        redirect_uris: list,
        allowed_scopes: list,
        access_token_lifetime: lifetime,
        refresh_token_lifetime: lifetime,
        is_active: flag,
        mcp_server_url: words,
        created_at: instant,
      }),
    ),
  ),
  oauth_consents: optional(
    z.array(
      z.object({
        user_id: z.string().min(1),
        client_id: z.string().min(1),
        granted_scopes: z.string(),
        created_at: instant,
        updated_at: instant,
      }),
    ),
  ),
  oauth_provider_refresh_tokens: optional(z.array(z.object({ revoked: flag }))),
});

type Tables = z.infer<typeof tables>;
type Row<Name extends keyof Tables> = NonNullable<Tables[Name]>[number];

/** The OAuth provider mode of the FastAPI template whose paths the preset of this name has. */
export const fastapiModule: Importer = {
  name: "fastapi-module",
  summary: "a JSON object of its tables: users, oauth_clients, oauth_consents, oauth_provider_refresh_tokens",
  read(file): ImportRecords {
    const found = readAs(tables, parseJson(file), "");
    if (Object.values(found).every((rows) => rows === undefined)) {
      throw new MalformedFileError(`there is none of its tables in the file: ${Object.keys(tables.shape).join(", ")}`);
    }
    const { users = [], oauth_clients: clients = [], oauth_consents: consents = [] } = found;
    return {
      clients: clients.map((row, index) => readClient(`oauth_clients[${index}]`, row)),
      people: users.flatMap((row, index) => (row.deleted_at === undefined ? [readPerson(`users[${index}]`, row)] : [])),
      consents: consents.map((row, index) => ({
        where: `oauth_consents[${index}]`,
        userId: row.user_id,
        clientId: row.client_id,
        scopes: scopesOf(row.granted_scopes) ?? [],
        grantedAt: row.updated_at ?? row.created_at,
      })),
      notes: [...users.flatMap(noteUser), ...noteTokens(found)],
    };
  },
};

function readClient(where: string, row: Row<"oauth_clients">): ImportedClient {
  return {
    where,
    clientId: row.client_id,
    name: row.client_name,
    description: row.client_description,
    // It takes the secret of a confidential client by either method.
    ...(row.client_type === "public" ? { authMethod: "none" } : { secret: secretOf(row.client_secret_hash) }),
    redirectUris: row.redirect_uris,
    scopes: row.allowed_scopes,
    defaultResource: row.mcp_server_url,
    accessTokenTtlSeconds: row.access_token_lifetime,
    refreshTokenTtlSeconds: row.refresh_token_lifetime,
    isDisabled: row.is_active === false,
    createdAt: row.created_at,
  };
}

function readPerson(where: string, row: Row<"users">): ImportedPerson {
  return {
    where,
    id: row.id,
    email: row.email,
    name: fullName(row.first_name, row.last_name),
    passwordHash: row.password_hash,
    isDisabled: row.is_active === false,
    createdAt: row.created_at,
  };
}

function noteUser(row: Row<"users">, index: number): ImportNote[] {
  const where = `users[${index}]`;
  if (row.deleted_at !== undefined) return [{ where, id: row.email, message: "left out: deleted there" }];
  if (row.is_superuser !== true) return [];
  return [
    { where, id: row.email, message: "a superuser there, and no administrator here until an owner makes them one" },
  ];
}

function noteTokens({ oauth_provider_refresh_tokens: tokens = [] }: Tables): ImportNote[] {
  const live = tokens.filter(({ revoked }) => revoked !== true).length;
  if (live === 0) return [];
  const message = `${live} refresh tokens are not carried over: their applications send people through the sign-in once more`;
  return [{ where: "oauth_provider_refresh_tokens", message }];
}
