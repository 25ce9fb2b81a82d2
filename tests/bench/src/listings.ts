import type { Database } from "better-sqlite3";
import Driver from "better-sqlite3";

/** A page of a list of the admin router. */
export interface Listing {
  /** `clients.list` */
  path: string;
  page: string;
  input: Readonly<Record<string, unknown>>;
}

/** Where a page begins nine tenths down its list. */
type Position = (database: Database) => string;

interface List {
  path: string;
  /** What every call of it needs. */
  base?: Readonly<Record<string, unknown>>;
  pages: readonly { page: string; input: Readonly<Record<string, unknown>>; deep?: Position }[];
}

interface Named {
  table: string;
  /** What the list is sorted by: a column, or the key itself. */
  value: string;
  key: string;
  /** The name of sort and order in the cursor. */
  sort: string;
  where?: string;
}

/** The cursor of `packages/core/src/stores/shared/page.ts`, by the value at that depth. */
function at({ table, value, key, sort, where = "true" }: Named): Position {
  const direction = sort.endsWith("desc") ? "desc" : "asc";
  return (database) => {
    const { rows } = one<{ rows: number }>(database, `select count(*) as rows from ${table} where ${where}`);
    const found = one<{ value: string | number; number: number }>(
      database,
      `select ${value} as value, ${key} as number from ${table} where ${where}
      order by ${value} ${direction}, ${key} ${direction} limit 1 offset ${Math.floor(rows * 0.9)}`,
    );
    return Buffer.from(JSON.stringify([sort, found.value, found.number])).toString("base64url");
  };
}

function one<Row>(database: Database, sql: string): Row {
  const row = database.prepare<[], Row>(sql).get();
  if (row === undefined) throw new Error(`nothing is found by ${sql}`);
  return row;
}

const byRowId = { key: "id", value: "id", sort: "created desc" };
const created = { key: "number", value: "created_at", sort: "created desc" };

const listsOfParties: readonly List[] = [
  {
    path: "clients.list",
    pages: [
      { page: "all", input: {}, deep: at({ table: "oauth_clients", ...created }) },
      {
        page: "by name",
        input: { sort: "name" },
        deep: at({ table: "oauth_clients", key: "number", value: "sort_name", sort: "name asc" }),
      },
      {
        page: "status and type",
        input: { status: "active", type: "confidential" },
        deep: at({ table: "oauth_clients", ...created, where: "status = 'active' and type = 'confidential'" }),
      },
      { page: "search", input: { search: "desk 77" } },
      { page: "search, status", input: { search: "desk", status: "pending" } },
    ],
  },
  {
    path: "registrations.list",
    pages: [{ page: "all", input: {}, deep: at({ table: "oauth_clients", ...created, where: "status = 'pending'" }) }],
  },
  {
    path: "users.list",
    pages: [
      { page: "all", input: {}, deep: at({ table: "users", ...created }) },
      {
        page: "by email",
        input: { sort: "email" },
        deep: at({ table: "users", key: "number", value: "email", sort: "email asc" }),
      },
      {
        page: "status",
        input: { status: "disabled" },
        deep: at({ table: "users", ...created, where: "status = 'disabled'" }),
      },
      { page: "search", input: { search: "person 77" } },
    ],
  },
];

const listsOfAccess = (clientId: string): readonly List[] => [
  {
    path: "consents.list",
    pages: [
      { page: "all", input: {}, deep: at({ table: "oauth_consents", ...created, value: "number" }) },
      { page: "client", input: { clientId: "client-77" } },
      { page: "person", input: { userId: "user-77" } },
    ],
  },
  {
    path: "grants.list",
    pages: [
      { page: "all", input: {}, deep: at({ table: "oauth_grants", ...byRowId }) },
      {
        page: "client with half of all",
        input: { clientId },
        deep: at({ table: "oauth_grants", ...byRowId, where: `client_id = '${clientId}'` }),
      },
      { page: "person", input: { userId: "user-77" } },
      { page: "alive", input: { isAlive: true }, deep: at({ table: "oauth_grants", ...byRowId }) },
      {
        page: "resource (1 in 100)",
        input: { resource: "https://mcp-7.example/" },
        deep: at({ table: "oauth_grants", ...byRowId }),
      },
      { page: "resource (none)", input: { resource: "https://none.example/", isAlive: true } },
    ],
  },
];

const listsOfSessions = (userId: string): readonly List[] => [
  {
    path: "sessions.list",
    base: { userId },
    pages: [
      { page: "of a person", input: {}, deep: at({ table: "sessions", ...byRowId, where: `user_id = '${userId}'` }) },
    ],
  },
];

const otherLists: readonly List[] = [
  {
    path: "audit.list",
    pages: [
      { page: "all", input: {}, deep: atSequence(0.1) },
      { page: "type (1 in 4)", input: { type: "tokens.issued" }, deep: atSequence(0.1) },
      { page: "type (rare)", input: { type: "client.registered" } },
      { page: "client", input: { clientId: "client-77" }, deep: atSequence(0.9) },
      { page: "client and type", input: { clientId: "client-77", type: "tokens.issued" } },
      { page: "person and client", input: { userId: "user-77", clientId: "client-78" } },
      { page: "flow", input: { flowId: "flow-777" } },
      { page: "request", input: { requestId: "request-777" } },
    ],
  },
  {
    path: "apiKeys.list",
    pages: [{ page: "all", input: {}, deep: at({ table: "api_keys", ...created }) }],
  },
  { path: "resources.list", pages: [{ page: "all", input: {} }] },
  { path: "scopes.list", pages: [{ page: "all", input: {} }] },
  { path: "keys.list", pages: [{ page: "all", input: {} }] },
];

/** Audit rows are paged by their sequence; the newest come first. */
function atSequence(share: number): Position {
  return (database) => {
    const { last } = one<{ last: number }>(database, "select max(sequence) as last from audit_events");
    return String(Math.floor(last * share));
  };
}

/** Every page that is measured: the first of each, and, where a list goes on, one deep down. */
export function listingsOf(
  file: string,
  { clientId, userId }: { clientId: string; userId: string },
): readonly Listing[] {
  const database = new Driver(file, { readonly: true });
  try {
    return [...listsOfParties, ...listsOfAccess(clientId), ...listsOfSessions(userId), ...otherLists].flatMap(
      ({ path, base, pages }) =>
        pages.flatMap(({ page, input, deep }) => {
          const first = { path, page, input: { ...base, ...input } };
          if (deep === undefined) return [first];
          return [first, { path, page: `${page}, deep`, input: { ...first.input, cursor: deep(database) } }];
        }),
    );
  } finally {
    database.close();
  }
}
