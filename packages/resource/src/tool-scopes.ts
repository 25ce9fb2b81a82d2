import { z } from "zod";

/**
 * The scopes that a request needs beyond those that every request needs, from its parsed body; undefined
 * when the body does not tell, and the request is refused.
 */
export type ScopesFor = (body: unknown) => readonly string[] | undefined;

const toolCall = z.object({ method: z.literal("tools/call"), params: z.object({ name: z.string() }) });
const otherMessage = z.object({
  jsonrpc: z.literal("2.0"),
  method: z
    .string()
    .refine((method) => method !== "tools/call")
    .optional(),
});

/**
 * Scopes by tool name, for `scopesFor`: step-up works only as an HTTP 403, so the tool must be known
 * before the JSON-RPC answer starts. Each call of a batch counts. A tool that is not named needs nothing;
 * a body that is not recognisably JSON-RPC is refused, so that no parser disagreement lets a call by.
 */
export function scopesForTools(scopesByTool: Readonly<Record<string, readonly string[]>>): ScopesFor {
  const table = new Map(Object.entries(scopesByTool));
  const scopesOf = (message: unknown): readonly string[] | undefined => {
    const call = toolCall.safeParse(message);
    if (call.success) return table.get(call.data.params.name) ?? [];
    return otherMessage.safeParse(message).success ? [] : undefined;
  };
  return (body) => {
    const messages: readonly unknown[] = Array.isArray(body) ? body : [body];
    const scopes = messages.map(scopesOf);
    const known = scopes.filter((names) => names !== undefined);
    return known.length === scopes.length ? [...new Set(known.flat())] : undefined;
  };
}
