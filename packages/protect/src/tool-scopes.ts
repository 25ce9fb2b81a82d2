import { scopesForOperations } from "@sallyport/resource";
import type { ScopesFor } from "@sallyport/resource";
import { z } from "zod";

/** What the tools of an MCP server need, from a document like `{"delete_file": ["files:write"], "*": ["files:read"]}`. */
export interface ToolScopes {
  /** Every name that occurs, each once. */
  readonly all: readonly string[];
  /** What tools need that are not named: the member `*`. Also the least that a client should ask for. */
  readonly others: readonly string[];
  readonly scopesFor: ScopesFor;
}

/** RFC 6749 section 3.3, so that it can stand in a challenge. */
const scope = z.string().regex(/^[\x21\x23-\x5b\x5d-\x7e]+$/);
const schema = z.record(z.string().min(1), z.array(scope));
const offlineAccess = "offline_access";

/** @throws TypeError naming the member at fault */
export function parseToolScopes(document: unknown): ToolScopes {
  const parsed = schema.safeParse(document);
  if (!parsed.success) throw new TypeError(describeFault(parsed.error.issues[0]?.path ?? []));
  const { "*": others = [], ...tools } = parsed.data;
  for (const [name, scopes] of Object.entries(parsed.data)) {
    if (scopes.includes(offlineAccess)) throw new TypeError(`${quote(name)}: ${offlineAccess} is no scope of a tool`);
  }
  const all = [...new Set(Object.values(parsed.data).flat())];
  return { all, others, scopesFor: scopesForOperations({ tools, otherTools: others }) };
}

function describeFault([name, index]: readonly PropertyKey[]): string {
  if (name === undefined) return 'it must be an object like {"tool": ["scope"]}';
  if (index === undefined) return `${quote(name)} must be a list of scopes`;
  return `${quote(name)}: entry ${String(index)} must be a scope, in printable ASCII without spaces, quotes and backslashes`;
}

function quote(name: PropertyKey): string {
  return JSON.stringify(String(name));
}
