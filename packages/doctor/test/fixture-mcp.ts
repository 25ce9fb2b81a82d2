import { type Ask, reply, type Reply, type Site } from "./exchange.ts";

export function answerMcp(site: Site, ask: Ask): Reply {
  const token = ask.headers.authorization?.replace(/^Bearer /, "");
  if (token === undefined) return challenge(site, 401);
  if (!site.tokens.has(token)) return challenge(site, 401, 'error="invalid_token", ');
  if (ask.method === "DELETE") return reply(204);
  if (methodOf(ask.json) === "tools/call") return challenge(site, 403, 'error="insufficient_scope", scope="write", ');
  return reply(200, { jsonrpc: "2.0", id: 1, result: {} }, { "mcp-session-id": "1" });
}

function challenge({ mcpOrigin }: Site, status: number, parameters = ""): Reply {
  const link = `${mcpOrigin}/.well-known/oauth-protected-resource/mcp`;
  return reply(status, {}, { "www-authenticate": `Bearer ${parameters}resource_metadata="${link}"` });
}

function methodOf(json: unknown): unknown {
  return typeof json === "object" && json !== null && "method" in json ? json.method : undefined;
}
