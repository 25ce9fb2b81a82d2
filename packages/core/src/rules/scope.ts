import type { Client, Resource, Role, Scope, User } from "../ports/store.ts";

/** RFC 6749 section 3.3: printable ASCII without `"` and `\`. */
const namePattern = /^[\x21\x23-\x5b\x5d-\x7e]+$/;
const maxLength = 4096;
const maxNames = 100;

/** Accepted from every client, so that asking for it never fails; whether it adds anything is policy. */
export const offlineAccess = "offline_access";

/**
 * The names in a `scope` parameter, in order, each once. Extra blanks are forgiven.
 * @returns undefined when the text is no scope
 */
export function parseScope(text: string): readonly string[] | undefined {
  if (text.length > maxLength) return undefined;
  const names = [...new Set(text.split(" ").filter((name) => name !== ""))];
  return names.length <= maxNames && names.every(isScopeName) ? names : undefined;
}

/** Whether `name` can be a scope (RFC 6749 section 3.3). */
export function isScopeName(name: string): boolean {
  return namePattern.test(name);
}

/** The scopes that exist: the server's own, those of the resources, and `offline_access`. */
export function scopeCatalogue(own: readonly Scope[], resources: readonly Resource[]): ReadonlyMap<string, Scope> {
  const all = [...own, ...resources.flatMap((resource) => resource.scopes)];
  const catalogue = new Map(all.map((scope) => [scope.name, scope]));
  catalogue.set(offlineAccess, { name: offlineAccess, description: "Stay connected when you are away" });
  return catalogue;
}

/** Whether `client` may hold `scope` at all. */
export function isAllowedToClient(client: Client, scope: Scope): boolean {
  if (client.scopes !== undefined) return client.scopes.includes(scope.name) || scope.name === offlineAccess;
  return scope.roles === undefined;
}

/** Whether `user` may grant `scope`: privileged ones need a role. */
export function isAllowedToUser(user: Pick<User, "role">, scope: Scope): boolean {
  return scope.roles === undefined || hasRole(user.role, scope.roles);
}

function hasRole(role: Role, roles: readonly Role[]): boolean {
  return roles.includes(role);
}

export interface ScopeQuestion {
  /** Absent: the client asked for none. */
  requested: readonly string[] | undefined;
  client: Client;
  catalogue: ReadonlyMap<string, Scope>;
  /** The scopes of the resources that the request is about; they bound the default. */
  resources: readonly Resource[];
}

/**
 * The scopes that a request can get: what was asked and is allowed, in the order asked. Without a
 * request, the default: everything the client was given, or the scopes of the resource; never a
 * privileged one (RFC 6749 section 3.3).
 */
export function resolveScopes(question: ScopeQuestion): readonly string[] {
  const { client, catalogue } = question;
  const wanted = question.requested ?? defaultScopes(question);
  return wanted.filter((name) => {
    const scope = catalogue.get(name);
    return scope !== undefined && isAllowedToClient(client, scope);
  });
}

function defaultScopes(question: ScopeQuestion): readonly string[] {
  const ofResources = question.resources.flatMap((resource) => resource.scopes.map((scope) => scope.name));
  const names = question.client.scopes ?? ofResources;
  return names.filter((name) => question.catalogue.get(name)?.roles === undefined && name !== offlineAccess);
}
