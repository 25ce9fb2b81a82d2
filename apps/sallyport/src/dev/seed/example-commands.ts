import type { DevServer } from "../dev-server.ts";
import { people } from "./people.ts";

const initialize = JSON.stringify({
  jsonrpc: "2.0",
  id: 1,
  method: "initialize",
  params: { protocolVersion: "2025-11-25", capabilities: {}, clientInfo: { name: "curl", version: "1" } },
});

/** Commands that a person may copy, one way after the other. */
export function formatCommands(server: DevServer): string[] {
  const url = server.protectedServer?.url ?? server.mcpUrl;
  const connect = url === undefined ? [] : formatConnect(url, server);
  if (server.accessToken === undefined)
    return ["No access token: alice has another password in this database.", ...connect];
  return [...(url === undefined ? [] : formatCall(url, server)), ...formatCurl(url, server), ...connect];
}

function formatCall(url: string, { protectedServer }: DevServer): string[] {
  const tool = protectedServer === undefined ? " whoami" : "";
  const [{ email, password }] = people;
  const command = `${programName()} call ${url}${tool} --login ${email}:${password}`;
  return ["Call it as an MCP client (registers a client and signs in as alice):", "", `  ${command}`, ""];
}

function formatCurl(url: string | undefined, { accessToken, userinfoUrl, caFile }: DevServer): string[] {
  const isPlain = caFile === undefined || url?.startsWith("http:") === true;
  const curl = `  curl ${isPlain ? "" : `--cacert ${quote(caFile)} `}-H "Authorization: Bearer $TOKEN"`;
  const call =
    url === undefined
      ? [`${curl} ${userinfoUrl}`]
      : [
          `${curl} -H "Content-Type: application/json" \\`,
          `    -H "Accept: application/json, text/event-stream" -d '${initialize}' \\`,
          `    ${url}`,
        ];
  return ["Try it with an access token of alice, valid for 15 minutes:", "", `  TOKEN=${accessToken}`, ...call];
}

function formatConnect(url: string, { protectedServer }: DevServer): string[] {
  const name = protectedServer === undefined ? "sallyport-demo" : "protected";
  return [
    "",
    `  claude mcp add --transport http ${name} ${url}`,
    `  npx @modelcontextprotocol/inspector --transport http --server-url ${url}`,
  ];
}

/** As it was called, where that is its own name. */
function programName(): string {
  return /(^|\/)sallyport$/.test(process.argv0) ? process.argv0 : "sallyport";
}

/** For a shell. */
export function quote(text: string): string {
  return /^[\w./:@-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
