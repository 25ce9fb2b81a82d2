import { controlCommands } from "./control/all.ts";
import type { CommandEntry } from "./define.ts";

/** Groups of commands. */
export const groups: Readonly<Record<string, string>> = {
  users: "people who can sign in",
  clients: "applications that may ask for tokens",
  audit: "what happened, and who did it",
  "api-keys": "what programs show at the admin listener",
  tokens: "access and refresh tokens",
  resources: "MCP servers and other resources that tokens are for",
  clock: "the time of a running dev server",
  faults: "what a running dev server does wrong on purpose",
  requests: "what a running dev server received",
  identities: "what the identity provider of a running dev server issues",
  state: "what a running dev server holds",
};

export const commands: readonly CommandEntry[] = [
  {
    path: ["dev"],
    summary: "start a server to develop against: nothing to set up, everything ready to try",
    load: async () => (await import("./dev.ts")).dev,
  },
  {
    path: ["serve"],
    summary: "start the server for production",
    load: async () => (await import("./serve.ts")).serve,
  },
  {
    path: ["config"],
    summary: "show each setting of the server, and where its value comes from",
    load: async () => (await import("./config.ts")).config,
  },
  {
    path: ["call"],
    summary: "call a protected MCP server as a client does: discovery, registration, sign-in, token, tool",
    load: async () => (await import("./call.ts")).call,
  },
  {
    path: ["doctor"],
    summary: "examine an MCP server and its authorization server: which clients can use them",
    load: async () => (await import("./doctor.ts")).doctor,
  },
  {
    path: ["health"],
    summary: "tell whether a server is ready, by the exit code: for containers",
    load: async () => (await import("./health.ts")).health,
  },
  {
    path: ["docs"],
    summary: "show the documentation of this version in a browser",
    load: async () => (await import("./docs.ts")).docs,
  },
  {
    path: ["explain"],
    summary: "tell why a request was refused, by its error id, and what to do about it",
    load: async () => (await import("./explain.ts")).explain,
  },
  {
    path: ["import"],
    summary: "take in clients, people and consents of another authorization server",
    load: async () => (await import("./import/import.ts")).runImport,
  },
  {
    path: ["users", "create"],
    summary: "create a person, or an administrator",
    load: async () => (await import("./users/create.ts")).createUser,
  },
  {
    path: ["users", "list"],
    summary: "list the people, newest first",
    load: async () => (await import("./users/list.ts")).listUsers,
  },
  {
    path: ["users", "get"],
    summary: "show a person, and what they hold",
    load: async () => (await import("./users/get.ts")).getUser,
  },
  {
    path: ["users", "set-password"],
    summary: "give a person a new password; everything of theirs ends",
    load: async () => (await import("./users/set-password.ts")).setPassword,
  },
  {
    path: ["users", "reset-password"],
    summary: "make a link with which a person chooses a password",
    load: async () => (await import("./users/reset-password.ts")).resetPassword,
  },
  {
    path: ["users", "disable"],
    summary: "switch a person off, with everything they allowed",
    load: async () => (await import("./users/change.ts")).disableUser,
  },
  {
    path: ["users", "enable"],
    summary: "let a person sign in again",
    load: async () => (await import("./users/change.ts")).enableUser,
  },
  {
    path: ["users", "sign-out"],
    summary: "end all sessions of a person, and all that applications hold for them",
    load: async () => (await import("./users/change.ts")).signOutUser,
  },
  {
    path: ["users", "erase"],
    summary: "remove a person with everything that is stored about them",
    load: async () => (await import("./users/change.ts")).eraseUser,
  },
  {
    path: ["clients", "create"],
    summary: "register a client",
    load: async () => (await import("./clients/create.ts")).createClient,
  },
  {
    path: ["clients", "list"],
    summary: "list the clients, newest first",
    load: async () => (await import("./clients/list.ts")).listClients,
  },
  {
    path: ["clients", "get"],
    summary: "show everything about a client",
    load: async () => (await import("./clients/get.ts")).getClient,
  },
  {
    path: ["clients", "invite"],
    summary: "let one client register itself, whatever the policy says",
    load: async () => (await import("./clients/invite.ts")).inviteClient,
  },
  {
    path: ["clients", "approve"],
    summary: "approve a pending client",
    load: async () => (await import("./clients/status.ts")).approveClient,
  },
  {
    path: ["clients", "disable"],
    summary: "switch a client off, with everything it holds",
    load: async () => (await import("./clients/status.ts")).disableClient,
  },
  {
    path: ["clients", "enable"],
    summary: "switch a client on again",
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
    summary: "change what is given of a client",
    load: async () => (await import("./clients/update.ts")).updateClient,
  },
  {
    path: ["clients", "rotate-secret"],
    summary: "give a client a new secret; the old one passes for a while",
    load: async () => (await import("./clients/rotate-secret.ts")).rotateSecret,
  },
  {
    path: ["clients", "revoke-old-secret"],
    summary: "end the secret before the present one at once",
    load: async () => (await import("./clients/rotate-secret.ts")).revokeOldSecret,
  },
  {
    path: ["clients", "delete"],
    summary: "delete a client with everything it holds",
    load: async () => (await import("./clients/delete.ts")).deleteClient,
  },
  {
    path: ["api-keys", "create"],
    summary: "make a key for a program that administers",
    load: async () => (await import("./api-keys/create.ts")).createApiKey,
  },
  {
    path: ["api-keys", "list"],
    summary: "list the API keys, newest first",
    load: async () => (await import("./api-keys/list.ts")).listApiKeys,
  },
  {
    path: ["api-keys", "revoke"],
    summary: "end an API key at once",
    load: async () => (await import("./api-keys/revoke.ts")).revokeApiKey,
  },
  {
    path: ["resources", "create"],
    summary: "register a resource with its scopes",
    load: async () => (await import("./resources/create.ts")).createResource,
  },
  {
    path: ["resources", "list"],
    summary: "list the resources",
    load: async () => (await import("./resources/list.ts")).listResources,
  },
  {
    path: ["resources", "update"],
    summary: "change what is given of a resource",
    load: async () => (await import("./resources/update.ts")).updateResource,
  },
  {
    path: ["resources", "delete"],
    summary: "delete a resource",
    load: async () => (await import("./resources/delete.ts")).deleteResource,
  },
  {
    path: ["audit", "list"],
    summary: "show what happened, newest first",
    load: async () => (await import("./audit/list.ts")).listAudit,
  },
  {
    path: ["audit", "tail"],
    summary: "follow what happens",
    load: async () => (await import("./audit/tail.ts")).tailAudit,
  },
  {
    path: ["audit", "export"],
    summary: "write everything that happened as JSON Lines, oldest first",
    load: async () => (await import("./audit/export.ts")).exportAudit,
  },
  {
    path: ["audit", "verify"],
    summary: "check that nobody tampered with the audit trail",
    load: async () => (await import("./audit/verify.ts")).verifyAudit,
  },
  {
    path: ["tokens", "inspect"],
    summary: "tell whose a token is, and why it is not good",
    load: async () => (await import("./tokens/inspect.ts")).inspectToken,
  },
  {
    path: ["tokens", "revoke"],
    summary: "end a token with its grant",
    load: async () => (await import("./tokens/revoke.ts")).revokeToken,
  },
  ...controlCommands,
];
