import type { ManagementContext } from "../../context.ts";
import { scopeCatalogue } from "../../rules/scope.ts";
import type { Scope } from "../../ports/store.ts";

/** A scope that clients can ask for, and whose it is. */
interface CataloguedScope extends Scope {
  /** Absent: the server's own. */
  resourceUri?: string;
}

export interface ScopeManagement {
  /** The server's own first, then those of each resource; a scope of two resources stands twice. */
  list(): Promise<CataloguedScope[]>;
}

export function manageScopes({ config, store }: ManagementContext): ScopeManagement {
  return {
    async list() {
      const own = [...scopeCatalogue(config.scopes, []).values()];
      const resources = await store.resources.list();
      return [...own, ...resources.flatMap(({ uri, scopes }) => scopes.map((one) => ({ ...one, resourceUri: uri })))];
    },
  };
}
