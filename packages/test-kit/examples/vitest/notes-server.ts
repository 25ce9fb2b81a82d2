import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { InvalidTokenError } from "@modelcontextprotocol/sdk/server/auth/errors.js";
import { requireBearerAuth } from "@modelcontextprotocol/sdk/server/auth/middleware/bearerAuth.js";
import type { AuthInfo } from "@modelcontextprotocol/sdk/server/auth/types.js";
import { createMcpExpressApp } from "@modelcontextprotocol/sdk/server/express.js";
import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import { StreamableHTTPServerTransport } from "@modelcontextprotocol/sdk/server/streamableHttp.js";
import { createRemoteJWKSet, jwtVerify } from "jose";
import { z } from "zod";

export interface NotesServer {
  readonly url: string;
  close(): void;
}

interface Options {
  /** The authorization server. */
  readonly issuer: string;
  /** What time it is, for the expiry of tokens. */
  readonly now?: () => Promise<Date>;
}

/** An MCP server with notes for each person. */
export async function startNotesServer({ issuer, now = async () => new Date() }: Options): Promise<NotesServer> {
  const app = createMcpExpressApp();
  const listener = app.listen(0, "127.0.0.1");
  await once(listener, "listening");
  const origin = `http://127.0.0.1:${(listener.address() as AddressInfo).port}`;
  const [url, resourceMetadataUrl] = [`${origin}/mcp`, `${origin}/.well-known/oauth-protected-resource/mcp`];

  const metadata = await fetch(`${issuer}/.well-known/oauth-authorization-server`);
  const { jwks_uri: jwksUri } = (await metadata.json()) as { jwks_uri: string };
  const keys = createRemoteJWKSet(new URL(jwksUri));
  async function verifyAccessToken(token: string): Promise<AuthInfo> {
    const expected = { issuer, audience: url, typ: "at+jwt", currentDate: await now() };
    const { payload } = await jwtVerify(token, keys, expected).catch((error: unknown) => {
      throw new InvalidTokenError(String(error));
    });
    const { client_id: clientId, scope, sub, exp = 0 } = payload;
    return { token, clientId: String(clientId), scopes: String(scope).split(" "), expiresAt: exp, extra: { sub } };
  }

  const protect = requireBearerAuth({
    verifier: { verifyAccessToken },
    requiredScopes: ["notes:read"],
    resourceMetadataUrl,
  });
  app.get(new URL(resourceMetadataUrl).pathname, (_request, response) => {
    response.json({ resource: url, authorization_servers: [issuer], scopes_supported: ["notes:read"] });
  });
  const notes = new Map<unknown, string[]>();
  app.post("/mcp", protect, async (request, response) => {
    const transport = new StreamableHTTPServerTransport({});
    await createMcp(notes).connect(transport);
    await transport.handleRequest(request, response, request.body);
  });
  const close = (): void => {
    listener.close();
    listener.closeAllConnections();
  };
  return { url, close };
}

function createMcp(notes: Map<unknown, string[]>): McpServer {
  const mcp = new McpServer({ name: "notes", version: "1.0.0" });
  const notesOf = (person: unknown): string[] => notes.get(person) ?? [];
  mcp.registerTool("add_note", { inputSchema: { text: z.string() } }, ({ text }, { authInfo }) => {
    const person = authInfo?.extra?.["sub"];
    notes.set(person, [...notesOf(person), text]);
    return { content: [] };
  });
  mcp.registerTool("list_notes", {}, ({ authInfo }) => ({
    content: notesOf(authInfo?.extra?.["sub"]).map((text) => ({ type: "text", text })),
  }));
  return mcp;
}
