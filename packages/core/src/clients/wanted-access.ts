import type { Context } from "../context.ts";
import type { Form } from "../form.ts";
import { isAllowedToClient, parseScope, resolveScopes, scopeCatalogue } from "../rules/scope.ts";
import { resolveTarget } from "../rules/target.ts";
import type { Client, Resource } from "../ports/store.ts";
import { refuse } from "../refusals/refuse.ts";

export interface WantedAccess {
  /** In their registered spelling. */
  resources: readonly string[];
  scopes: readonly string[];
  /** The resources that the client may know of. */
  registered: readonly Resource[];
}

/**
 * The resources and scopes that a request gets of those it asks for. Unknown and forbidden scopes are dropped,
 * and only an empty rest is an error.
 * @throws InvalidTargetError, InvalidScopeError
 */
export async function readWantedAccess(
  context: Context,
  parts: { form: Form; client: Client; flowId?: string },
): Promise<WantedAccess> {
  const { form, client, flowId } = parts;
  const { defaultResource } = client;
  const all = await context.store.resources.list();
  const registered = all.filter((resource) => resource.isPrivate !== true || resource.uri === defaultResource);
  const target = resolveTarget({ requested: form.resources(), registered, defaultResource });
  if (!target.ok) {
    const detail = {
      received: { resource: form.resources() },
      registered: { resources: registered.map((resource) => resource.uri) },
    };
    throw refuse("resource", { detail });
  }
  const text = form.get("scope");
  const requested = text === undefined ? undefined : parseScope(text);
  if (text !== undefined && requested === undefined) {
    throw refuse("malformed_scope");
  }
  const catalogue = scopeCatalogue(context.config.scopes, registered);
  const about = registered.filter((resource) => target.resources.includes(resource.uri));
  const scopes = resolveScopes({ requested, client, catalogue, resources: about });
  const dropped = (requested ?? []).filter((name) => !scopes.includes(name));
  if (dropped.length > 0) {
    context.events.emit({
      type: "scope.dropped",
      clientId: client.id,
      ...(flowId === undefined ? {} : { flowId }),
      scopes: dropped,
    });
  }
  if (scopes.length === 0 && requested !== undefined) {
    const known = [...catalogue.values()].filter((scope) => isAllowedToClient(client, scope));
    const detail = { received: { scope: requested }, registered: { scopes: known.map((scope) => scope.name) } };
    throw refuse("no_scope_left", { detail });
  }
  return { resources: target.resources, scopes, registered };
}
