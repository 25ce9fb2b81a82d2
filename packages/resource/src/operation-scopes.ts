import { z } from "zod";

/**
 * The scopes that a request needs beyond those that every request needs, from its parsed body; undefined
 * when the body does not tell, and the request is refused.
 * @example
 * ```ts
 * import { type ScopesFor } from "@sallyport/resource";
 * const scopesFor: ScopesFor = (body) => (Array.isArray(body) ? undefined : ["notes:read"]);
 * ```
 */
export type ScopesFor = (body: unknown) => readonly string[] | undefined;

/**
 * Scopes as a list, or beside the other parts of a definition: whoever writes the tool writes them there.
 * @example
 * ```ts
 * import { type ScopesOf } from "@sallyport/resource";
 * const inList: ScopesOf = ["notes:write"];
 * const inDefinition: ScopesOf = { description: "Saves a note", scopes: ["notes:write"] };
 * ```
 */
export type ScopesOf =
  | readonly string[]
  | { readonly scopes: readonly string[] | undefined }
  | { readonly scopes?: readonly string[] | undefined; readonly [member: string]: unknown };

/**
 * Scopes by operation.
 * @example
 * ```ts
 * import { type OperationScopes } from "@sallyport/resource";
 * const scopes: OperationScopes = { tools: { write_note: ["notes:write"] }, otherTools: ["notes:read"] };
 * ```
 */
export interface OperationScopes {
  /** By name, for `tools/call`. */
  readonly tools?: Readonly<Record<string, ScopesOf>> | undefined;
  /** Of the tools that are not named; by default they need nothing. */
  readonly otherTools?: ScopesOf | undefined;
  /** By name, for `prompts/get`. */
  readonly prompts?: Readonly<Record<string, ScopesOf>> | undefined;
  /** By the exact URI, for `resources/read`. */
  readonly resources?: Readonly<Record<string, ScopesOf>> | undefined;
  /** By method, such as `resources/list`, in addition to those above. */
  readonly methods?: Readonly<Record<string, ScopesOf>> | undefined;
}

/** The methods that name what they work on: with the parameter that does it. */
export const namingMethods: ReadonlyMap<string, "name" | "uri"> = new Map([
  ["tools/call", "name"],
  ["prompts/get", "name"],
  ["resources/read", "uri"],
] as const);

const messageSchema = z.object({
  jsonrpc: z.literal("2.0"),
  method: z.string().optional(),
  params: z.unknown().optional(),
});

/**
 * Scopes by operation, for `scopesFor`: step-up works only as an HTTP 403, so the operation must be known
 * before the JSON-RPC answer starts. Each message of a batch counts. What is not named needs nothing but
 * `otherTools`; a body that is not recognisably JSON-RPC is refused, so that no parser disagreement lets a call by.
 * @example
 * ```ts
 * import { scopesForOperations } from "@sallyport/resource";
 * const scopesFor = scopesForOperations({ methods: { "resources/list": ["notes:read"] } });
 * scopesFor({ jsonrpc: "2.0", id: 1, method: "resources/list" }); // ["notes:read"]
 * ```
 */
export function scopesForOperations({ tools, otherTools, ...rest }: OperationScopes): ScopesFor {
  const { prompts, resources, methods } = rest;
  const byMethod = tableOf(methods);
  const others = new Map([["tools/call", listOf(otherTools ?? [])]]);
  const byName = new Map([
    ["tools/call", tableOf(tools)],
    ["prompts/get", tableOf(prompts)],
    ["resources/read", tableOf(resources)],
  ]);
  const scopesOf = (body: unknown): readonly string[] | undefined => {
    const message = messageSchema.safeParse(body);
    if (!message.success) return undefined;
    const { method, params } = message.data;
    if (method === undefined) return [];
    const common = byMethod.get(method) ?? [];
    const field = namingMethods.get(method);
    if (field === undefined) return common;
    const name = nameIn(params, field);
    if (name === undefined) return undefined;
    return [...common, ...(byName.get(method)?.get(name) ?? others.get(method) ?? [])];
  };
  return (body) => {
    const messages: readonly unknown[] = Array.isArray(body) ? body : [body];
    const scopes = messages.map(scopesOf);
    const known = scopes.filter((names) => names !== undefined);
    return known.length === scopes.length ? [...new Set(known.flat())] : undefined;
  };
}

/**
 * `scopesForOperations` for tools only: a list of scopes by name, or definitions with `scopes` among the rest.
 * @example
 * ```ts
 * import { scopesForTools } from "@sallyport/resource";
 * const scopesFor = scopesForTools({ write_note: ["notes:write"] });
 * scopesFor({ jsonrpc: "2.0", id: 1, method: "tools/call", params: { name: "write_note" } }); // ["notes:write"]
 * ```
 */
export function scopesForTools(tools: Readonly<Record<string, ScopesOf>>): ScopesFor {
  return scopesForOperations({ tools });
}

/** What a message of one of the naming methods works on. */
export function nameIn(params: unknown, field: "name" | "uri"): string | undefined {
  const parsed = z.record(z.string(), z.unknown()).safeParse(params);
  const name = parsed.success && Object.hasOwn(parsed.data, field) ? parsed.data[field] : undefined;
  return typeof name === "string" ? name : undefined;
}

function tableOf(scopes: Readonly<Record<string, ScopesOf>> = {}): ReadonlyMap<string, readonly string[]> {
  return new Map(Object.entries(scopes).map(([name, one]) => [name, listOf(one)]));
}

function listOf(scopes: ScopesOf): readonly string[] {
  return isList(scopes) ? scopes : (scopes.scopes ?? []);
}

function isList(scopes: ScopesOf): scopes is readonly string[] {
  return Array.isArray(scopes);
}
