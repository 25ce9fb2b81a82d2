import { extractWWWAuthenticateParams } from "@modelcontextprotocol/sdk/client/auth.js";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StreamableHTTPClientTransport, StreamableHTTPError } from "@modelcontextprotocol/sdk/client/streamableHttp.js";
import type { CallToolResult, Tool } from "@modelcontextprotocol/sdk/types.js";
import { CallToolResultSchema } from "@modelcontextprotocol/sdk/types.js";
import { Failure, usageFailure } from "../terminal/failure.ts";
import type { Access, Authorize, Wish } from "./authorize.ts";
import { reasonOf } from "./reason.ts";
import type { Tell } from "./tell.ts";

interface ToolCall {
  readonly name: string;
  readonly arguments: Record<string, unknown>;
}

interface Call {
  readonly mcpUrl: string;
  /** Absent: the tools are listed. */
  readonly tool: ToolCall | undefined;
  /** More than the server asks for. */
  readonly scope: string | undefined;
  readonly timeoutMs: number;
}

interface CallContext {
  readonly authorize: Authorize;
  readonly tell: Tell;
}

export interface Called {
  /** Absent: the server asks nobody. */
  readonly access: Access | undefined;
  readonly tools: readonly Tool[];
  readonly result: CallToolResult | undefined;
}

interface Refusal extends Wish {
  readonly status: number;
  readonly error: string | undefined;
}

/** Without a token, then with one, then with one for what the tool needs beyond it. */
const maxTurns = 3;

/** Calls an MCP server, and gets the token that it asks for on the way. @throws Failure */
export async function callMcp(call: Call, { authorize, tell }: CallContext): Promise<Called> {
  let access: Access | undefined;
  for (let turn = 1; ; turn += 1) {
    const outcome = await tryCall(call, access?.tokens.access_token);
    if (outcome.kind === "answered") return { access, tools: outcome.tools, result: outcome.result };
    const { refusal } = outcome;
    if (turn === maxTurns || !isOpenQuestion(refusal, access)) throw refused(call, refusal);
    tell(String(refusal.status), describeRefusal(refusal, access));
    const scope = mergeScopes(access?.tokens.scope, call.scope, refusal.scope);
    access = await authorize({ scope, resourceMetadataUrl: refusal.resourceMetadataUrl });
    tell("Token", describeToken(access));
  }
}

/** Whether another token may help. */
function isOpenQuestion({ status, error }: Refusal, access: Access | undefined): boolean {
  return access === undefined ? status === 401 : status === 403 && error === "insufficient_scope";
}

function describeRefusal({ scope }: Refusal, access: Access | undefined): string {
  if (access === undefined) return "the MCP server wants a token";
  return `the tool needs more${scope === undefined ? "" : `: ${scope}`}`;
}

function describeToken({ tokens: { access_token: token, scope, expires_in: seconds } }: Access): string {
  const shown = `${token.slice(0, 16)}…`;
  return [shown, scope, seconds === undefined ? undefined : `good for ${Math.round(seconds / 60)} minutes`]
    .filter((part) => part !== undefined && part !== "")
    .join("  ");
}

function refused({ mcpUrl }: Call, { status, error, scope }: Refusal): Failure {
  const why = error === undefined ? "" : ` (${error}${scope === undefined ? "" : `, scope ${scope}`})`;
  const help = status === 401 ? `\`sallyport doctor ${mcpUrl}\` examines why` : "this person may not do it";
  return new Failure("refused", `${mcpUrl} answers ${status}${why}: ${help}`);
}

function mergeScopes(...scopes: readonly (string | undefined)[]): string | undefined {
  const names = new Set(scopes.flatMap((scope) => scope?.split(" ") ?? []).filter((name) => name !== ""));
  return names.size === 0 ? undefined : [...names].join(" ");
}

type Outcome =
  | { readonly kind: "answered"; readonly tools: readonly Tool[]; readonly result: CallToolResult | undefined }
  | { readonly kind: "refused"; readonly refusal: Refusal };

async function tryCall(call: Call, token: string | undefined): Promise<Outcome> {
  let refusal: Refusal | undefined;
  const headers = token === undefined ? {} : { authorization: `Bearer ${token}` };
  const transport = new StreamableHTTPClientTransport(new URL(call.mcpUrl), {
    requestInit: { headers },
    async fetch(input, init) {
      const response = await fetch(input, init);
      const { status } = response;
      if (status === 401 || status === 403) refusal = readRefusal(response);
      return response;
    },
  });
  const client = new Client({ name: "sallyport", version: "1" });
  try {
    await client.connect(transport, { timeout: call.timeoutMs });
    const tools = await listTools(client, call);
    const result = await callTool(client, call, tools);
    await transport.terminateSession().catch(() => undefined);
    return { kind: "answered", tools, result };
  } catch (error) {
    if (refusal !== undefined) return { kind: "refused", refusal };
    throw error instanceof Failure ? error : failed(call, error);
  } finally {
    await client.close();
  }
}

function readRefusal(response: Response): Refusal {
  const { resourceMetadataUrl, scope, error } = extractWWWAuthenticateParams(response);
  return { status: response.status, resourceMetadataUrl, scope, error };
}

const maxPages = 100;

async function listTools(client: Client, { timeoutMs }: Call): Promise<readonly Tool[]> {
  if (client.getServerCapabilities()?.tools === undefined) return [];
  const tools: Tool[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < maxPages; page += 1) {
    const listed = await client.listTools(cursor === undefined ? {} : { cursor }, { timeout: timeoutMs });
    tools.push(...listed.tools);
    cursor = listed.nextCursor;
    if (cursor === undefined) break;
  }
  return tools;
}

async function callTool(
  client: Client,
  { tool, timeoutMs }: Call,
  tools: readonly Tool[],
): Promise<CallToolResult | undefined> {
  if (tool === undefined) return undefined;
  const names = tools.map(({ name }) => name);
  if (!names.includes(tool.name)) {
    throw usageFailure(`there is no tool ${tool.name}; tools: ${names.join(", ") || "none"}`, "tool");
  }
  return CallToolResultSchema.parse(await client.callTool({ ...tool }, undefined, { timeout: timeoutMs }));
}

function failed({ mcpUrl }: Call, error: unknown): Failure {
  const status = error instanceof StreamableHTTPError ? error.code : undefined;
  if (status === 404 || status === 405) {
    return new Failure("no_mcp", `${mcpUrl} answers ${status}: is this the MCP endpoint? Its path is often /mcp`);
  }
  return new Failure("no_mcp", `${mcpUrl} does not answer as an MCP server does: ${reasonOf(error)}`);
}
