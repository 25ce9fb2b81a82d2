/*
 * No foreign keys: which rows go together is said by the verbs, and a look-up of the parent at every
 * write of a code or a grant would be paid on the hot path.
 *
 * Few indexes: each is one more page to write per sign-in. Codes and grants are found by their integer
 * primary key, which grows with time, so that new rows are appended.
 */

export * from "./schema/clients.ts";
export * from "./schema/people.ts";
export * from "./schema/authorization.ts";
export * from "./schema/api-keys.ts";
export * from "./schema/incidents.ts";
export * from "./schema/audit.ts";
export * from "./schema/statistics.ts";
export * from "./schema/resources.ts";
export * from "./schema/system.ts";
