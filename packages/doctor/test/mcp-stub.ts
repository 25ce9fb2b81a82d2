import { createServer } from "node:http";

/** An MCP server that refuses everybody and names its authorization server. */
export async function startMcpStub(issuer: string): Promise<AsyncDisposable & { url: string }> {
  const server = createServer((request, response) => {
    const cors = { "access-control-allow-origin": "*", "access-control-expose-headers": "www-authenticate" };
    const allowed = request.headers["access-control-request-headers"];
    if (request.method === "OPTIONS") {
      response.writeHead(204, { ...cors, "access-control-allow-headers": allowed ?? "" }).end();
    } else if (request.url?.startsWith("/.well-known/oauth-protected-resource") === true) {
      const document = { resource: url, authorization_servers: [issuer], scopes_supported: ["read"] };
      response.writeHead(200, { ...cors, "content-type": "application/json" }).end(JSON.stringify(document));
    } else if (request.url === "/mcp") {
      const error = request.headers.authorization === undefined ? "" : 'error="invalid_token", ';
      const link = `resource_metadata="${new URL(url).origin}/.well-known/oauth-protected-resource/mcp"`;
      response.writeHead(401, { ...cors, "www-authenticate": `Bearer ${error}${link}` }).end();
    } else {
      response.writeHead(404).end();
    }
  });
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the stub has no port");
  const url = `http://127.0.0.1:${address.port}/mcp`;
  return {
    url,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
