import { controlCommands } from "./control/all.ts";
import type { CommandEntry } from "./define.ts";

/** Groups of commands. */
export const groups: Readonly<Record<string, string>> = {
  users: "manage users",
  clients: "manage OAuth clients",
  audit: "read the audit log",
  "api-keys": "manage API keys for the admin API",
  tokens: "inspect and revoke access and refresh tokens",
  resources: "manage protected resources, such as MCP servers",
  clock: "change the clock of a running dev server",
  faults: "inject faults into a running dev server",
  requests: "list the requests that a running dev server received",
  identities: "issue tokens from the identity provider of a running dev server",
  state: "data of a running dev server",
};

export const commands: readonly CommandEntry[] = [
  {
    path: ["dev"],
    summary: "start a local server for development, with test users, a client and a token",
    load: async () => (await import("./dev.ts")).dev,
  },
  {
    path: ["serve"],
    summary: "start the server for production",
    load: async () => (await import("./serve.ts")).serve,
  },
  {
    path: ["config"],
    summary: "show the value of each server setting and its source",
    load: async () => (await import("./config.ts")).config,
  },
  {
    path: ["call"],
    summary: "call a protected MCP server: discovery, registration, sign-in, token, tool call",
    load: async () => (await import("./call.ts")).call,
  },
  {
    path: ["doctor"],
    summary: "check which MCP clients can use an MCP server and its authorization server",
    load: async () => (await import("./doctor.ts")).doctor,
  },
  {
    path: ["health"],
    summary: "check whether a server is ready (for container health checks)",
    load: async () => (await import("./health.ts")).health,
  },
  {
    path: ["docs"],
    summary: "serve the documentation of this version on localhost",
    load: async () => (await import("./docs.ts")).docs,
  },
  {
    path: ["explain"],
    summary: "explain why a request was refused, by its error id, and how to fix it",
    load: async () => (await import("./explain.ts")).explain,
  },
  {
    path: ["import"],
    summary: "import clients, users and consents from another authorization server",
    load: async () => (await import("./import/import.ts")).runImport,
  },
  {
    path: ["users", "create"],
    summary: "create a user or an administrator",
    load: async () => (await import("./users/create.ts")).createUser,
  },
  {
    path: ["users", "list"],
    summary: "list users, newest first",
    load: async () => (await import("./users/list.ts")).listUsers,
  },
  {
    path: ["users", "get"],
    summary: "show a user with their sessions and consents",
    load: async () => (await import("./users/get.ts")).getUser,
  },
  {
    path: ["users", "set-password"],
    summary: "set the password of a user and revoke their sessions and tokens",
    load: async () => (await import("./users/set-password.ts")).setPassword,
  },
  {
    path: ["users", "reset-password"],
    summary: "create a password reset link for a user",
    load: async () => (await import("./users/reset-password.ts")).resetPassword,
  },
  {
    path: ["users", "disable"],
    summary: "disable a user and revoke their sessions and tokens",
    load: async () => (await import("./users/change.ts")).disableUser,
  },
  {
    path: ["users", "enable"],
    summary: "enable a disabled user",
    load: async () => (await import("./users/change.ts")).enableUser,
  },
  {
    path: ["users", "sign-out"],
    summary: "sign a user out everywhere and revoke their tokens",
    load: async () => (await import("./users/change.ts")).signOutUser,
  },
  {
    path: ["users", "erase"],
    summary: "delete a user and all data stored about them",
    load: async () => (await import("./users/change.ts")).eraseUser,
  },
  {
    path: ["clients", "create"],
    summary: "register a client",
    load: async () => (await import("./clients/create.ts")).createClient,
  },
  {
    path: ["clients", "list"],
    summary: "list clients, newest first",
    load: async () => (await import("./clients/list.ts")).listClients,
  },
  {
    path: ["clients", "get"],
    summary: "show the details of a client",
    load: async () => (await import("./clients/get.ts")).getClient,
  },
  {
    path: ["clients", "invite"],
    summary: "create an initial access token that lets one client register",
    load: async () => (await import("./clients/invite.ts")).inviteClient,
  },
  {
    path: ["clients", "approve"],
    summary: "approve a pending client",
    load: async () => (await import("./clients/status.ts")).approveClient,
  },
  {
    path: ["clients", "disable"],
    summary: "disable a client and revoke its tokens",
    load: async () => (await import("./clients/status.ts")).disableClient,
  },
  {
    path: ["clients", "enable"],
    summary: "enable a disabled client",
    load: async () => (await import("./clients/status.ts")).enableClient,
  },
  {
    path: ["clients", "export"],
    summary: "export all clients to a file for another server",
    load: async () => (await import("./clients/export.ts")).exportClients,
  },
  {
    path: ["clients", "import"],
    summary: "import clients from an export file",
    load: async () => (await import("./clients/import.ts")).importClients,
  },
  {
    path: ["clients", "update"],
    summary: "update a client",
    load: async () => (await import("./clients/update.ts")).updateClient,
  },
  {
    path: ["clients", "rotate-secret"],
    summary: "rotate the secret of a client; the old secret stays valid for a while",
    load: async () => (await import("./clients/rotate-secret.ts")).rotateSecret,
  },
  {
    path: ["clients", "revoke-old-secret"],
    summary: "revoke the previous secret of a client immediately",
    load: async () => (await import("./clients/rotate-secret.ts")).revokeOldSecret,
  },
  {
    path: ["clients", "delete"],
    summary: "delete a client and revoke its tokens",
    load: async () => (await import("./clients/delete.ts")).deleteClient,
  },
  {
    path: ["api-keys", "create"],
    summary: "create an API key for the admin API",
    load: async () => (await import("./api-keys/create.ts")).createApiKey,
  },
  {
    path: ["api-keys", "list"],
    summary: "list API keys, newest first",
    load: async () => (await import("./api-keys/list.ts")).listApiKeys,
  },
  {
    path: ["api-keys", "revoke"],
    summary: "revoke an API key",
    load: async () => (await import("./api-keys/revoke.ts")).revokeApiKey,
  },
  {
    path: ["resources", "create"],
    summary: "register a resource with its scopes",
    load: async () => (await import("./resources/create.ts")).createResource,
  },
  {
    path: ["resources", "list"],
    summary: "list resources",
    load: async () => (await import("./resources/list.ts")).listResources,
  },
  {
    path: ["resources", "update"],
    summary: "update a resource",
    load: async () => (await import("./resources/update.ts")).updateResource,
  },
  {
    path: ["resources", "delete"],
    summary: "delete a resource",
    load: async () => (await import("./resources/delete.ts")).deleteResource,
  },
  {
    path: ["audit", "list"],
    summary: "list audit events, newest first",
    load: async () => (await import("./audit/list.ts")).listAudit,
  },
  {
    path: ["audit", "tail"],
    summary: "follow new audit events",
    load: async () => (await import("./audit/tail.ts")).tailAudit,
  },
  {
    path: ["audit", "export"],
    summary: "export audit events as JSON Lines, oldest first",
    load: async () => (await import("./audit/export.ts")).exportAudit,
  },
  {
    path: ["audit", "verify"],
    summary: "verify that the audit log was not tampered with",
    load: async () => (await import("./audit/verify.ts")).verifyAudit,
  },
  {
    path: ["tokens", "inspect"],
    summary: "show the user, client and status of a token",
    load: async () => (await import("./tokens/inspect.ts")).inspectToken,
  },
  {
    path: ["tokens", "revoke"],
    summary: "revoke a token and its grant",
    load: async () => (await import("./tokens/revoke.ts")).revokeToken,
  },
  ...controlCommands,
];
