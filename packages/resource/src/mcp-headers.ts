import { z } from "zod";
import { nameIn, namingMethods } from "./operation-scopes.ts";

/** What a request of protocol version 2026-07-28 says of its body beforehand. */
export interface McpHeaders {
  /** `Mcp-Method`. */
  readonly method: string | undefined;
  /** `Mcp-Name`: the tool, prompt or resource URI; encoded where it is not plain text. */
  readonly name: string | undefined;
}

const encodedPattern = /^=\?base64\?((?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?)\?=$/;

/**
 * The JSON-RPC message that the headers promise, for `scopesFor`; undefined when they promise none. Without a
 * name that can be read, `params` is absent, and the message does not tell what it needs.
 */
export function promisedMessage({ method, name }: McpHeaders): unknown {
  if (method === undefined) return undefined;
  const field = namingMethods.get(method);
  const decoded = name === undefined ? undefined : decodeName(name);
  if (field === undefined || decoded === undefined) return { jsonrpc: "2.0", method };
  return { jsonrpc: "2.0", method, params: { [field]: decoded } };
}

const requestSchema = z.object({ method: z.string(), params: z.unknown().optional() });

/** Whether `body` is what the headers promise, or they promise nothing: other parties may have believed them. */
export function keepsPromise(headers: McpHeaders, body: unknown): boolean {
  const { method, name } = headers;
  if (method === undefined && name === undefined) return true;
  const request = requestSchema.safeParse(body);
  if (!request.success || (method !== undefined && request.data.method !== method)) return false;
  const field = namingMethods.get(request.data.method);
  if (field === undefined || name === undefined) return true;
  return decodeName(name) === nameIn(request.data.params, field);
}

function decodeName(text: string): string | undefined {
  const trimmed = text.trim();
  if (!trimmed.startsWith("=?base64?")) return trimmed;
  const encoded = encodedPattern.exec(trimmed)?.[1];
  if (encoded === undefined) return undefined;
  try {
    const bytes = Uint8Array.from(atob(encoded), (character) => character.charCodeAt(0));
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
