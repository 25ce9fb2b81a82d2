import { z } from "zod";
import type { DevServer } from "./dev-server.ts";
import { people } from "./seed/people.ts";
import { formatCommands, quote } from "./seed/example-commands.ts";

const person = z.object({ email: z.string(), password: z.string(), role: z.enum(["user", "owner"]) });
const document = z.object({ name: z.string(), url: z.string(), file: z.string().optional() });
const protectedServer = z.object({
  url: z.string(),
  upstream: z.string(),
  scopes: z.array(z.string()).readonly(),
  identityKeysUrl: z.string(),
});

/** The one line of `--json`. */
export const announcement = z.object({
  issuer: z.string(),
  adminUrl: z.string(),
  ca: z.string().optional().describe("With https: the file of the certificate that clients have to trust"),
  mcpUrl: z.string().optional().describe("The MCP endpoint of the demo"),
  protected: protectedServer.optional(),
  identityProvider: z.object({ issuer: z.string() }).optional(),
  users: z.array(person),
  documents: z.array(document).describe("Metadata documents of clients: each address is a client id"),
  client: z.object({ client_id: z.string(), redirect_uris: z.array(z.string()).readonly() }),
  accessToken: z.string().optional().describe("Of the start, for alice by that client"),
});

export type Announcement = z.infer<typeof announcement>;

export function describeDev(server: DevServer): Announcement {
  const { issuer, adminUrl, mcpUrl, client, accessToken, caFile, documents } = server;
  return {
    issuer,
    adminUrl,
    ...(caFile === undefined ? {} : { ca: caFile }),
    ...(mcpUrl === undefined ? {} : { mcpUrl }),
    ...describeProtected(server),
    ...(server.identityIssuer === undefined ? {} : { identityProvider: { issuer: server.identityIssuer } }),
    users: people.map(({ email, password, role }) => ({ email, password, role })),
    documents: documents.map(({ name, url, file }) => ({ name, url, ...(file === undefined ? {} : { file }) })),
    client: { client_id: client.id, redirect_uris: client.redirectUris },
    ...(accessToken === undefined ? {} : { accessToken }),
  };
}

function describeProtected({ protectedServer }: DevServer): Pick<Announcement, "protected"> {
  if (protectedServer === undefined) return {};
  const { url, upstream, scopes, identityKeysUrl } = protectedServer;
  return { protected: { url, upstream, scopes, identityKeysUrl } };
}

/** What a person needs to begin. */
export function formatDev(server: DevServer): string {
  const { issuer, adminUrl, mcpUrl, client, description, documents } = server;
  const lines = [
    "Sallyport is ready.",
    "",
    `  Issuer    ${issuer}`,
    `  Metadata  ${issuer}/.well-known/oauth-authorization-server`,
    `  Admin     ${adminUrl}`,
    `  Tools     ${adminUrl}/dev  (clock, faults, requests)`,
    ...(mcpUrl === undefined ? [] : [`  Demo MCP  ${mcpUrl}`]),
    ...formatProtected(server),
    ...(server.identityIssuer === undefined
      ? []
      : [`  Identity  ${server.identityIssuer}  (any client id, secret <id>-secret)`]),
    ...formatTrust(server),
    `  Database  ${description}${description === "memory:" ? "  (lost at exit; keep it with --database sqlite:./dev.db)" : ""}`,
    "",
    ...people.map(
      ({ email, password, role }, index) =>
        `${index === 0 ? "  Users     " : "            "}${email.padEnd(18)} ${password.padEnd(11)} ${role}`,
    ),
    `  Client    ${client.id}  (public, PKCE)`,
    ...client.redirectUris.map((uri) => `            ${uri}  (any port)`),
    ...documents.map(
      ({ url, file }, index) =>
        `${index === 0 ? "  Documents " : "            "}${url}${file === undefined ? "" : `  (${file})`}`,
    ),
    "",
    ...formatCommands(server),
    "",
    "Stop it with Ctrl-C.",
  ];
  return lines.join("\n");
}

function formatProtected({ protectedServer }: DevServer): string[] {
  if (protectedServer === undefined) return [];
  const { url, upstream, scopes } = protectedServer;
  return [
    `  Protected ${url}  (before ${upstream})`,
    ...(scopes.length === 0 ? [] : [`            scopes ${scopes.join(" ")}`]),
  ];
}

/** Clients believe the certificate once they trust who made it. */
function formatTrust({ caFile }: DevServer): string[] {
  if (caFile === undefined) return [];
  return [
    `  CA        ${caFile}  (valid for this machine only)`,
    `            export NODE_EXTRA_CA_CERTS=${quote(caFile)}  # for Node programs`,
  ];
}
