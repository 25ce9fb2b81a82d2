import type { ManagementContext } from "../../context.ts";
import { ManagementError } from "../../errors.ts";
import { canonicalResource } from "../../rules/resource-uri.ts";
import { isScopeName, offlineAccess } from "../../rules/scope.ts";
import type { Resource, Scope } from "../../ports/store.ts";
import { patched } from "../patched.ts";

export interface NewResource {
  /** As clients spell it; becomes the audience of its tokens. */
  uri: string;
  name?: string | undefined;
  scopes?: readonly Scope[] | undefined;
  /** `opaque`: it asks about each token (RFC 7662) instead of verifying it. */
  tokenFormat?: "opaque" | undefined;
  /** 60 to 3,600. */
  accessTokenTtlSeconds?: number | undefined;
  isPrivate?: boolean | undefined;
}

/** What is absent stays; null takes away what can be absent. */
interface ResourceChange {
  /** The version that the caller has seen. */
  version: number;
  name?: string | null | undefined;
  scopes?: readonly Scope[] | undefined;
  tokenFormat?: "opaque" | null | undefined;
  accessTokenTtlSeconds?: number | null | undefined;
  isPrivate?: boolean | undefined;
}

export interface ResourceManagement {
  /** @throws ManagementError invalid_input, already_exists */
  create(input: NewResource): Promise<Resource>;
  /** With `search`, those in whose address or name it stands. */
  list(wanted?: { search?: string | undefined }): Promise<readonly Resource[]>;
  /** @throws ManagementError not_found */
  get(uri: string): Promise<Resource>;
  /** Changes what is given, when it is still in the version that the caller has seen. @throws ManagementError not_found, conflict, invalid_input */
  update(uri: string, change: ResourceChange): Promise<Resource>;
  /** @throws ManagementError not_found */
  delete(uri: string): Promise<void>;
}

export function manageResources(context: ManagementContext): ResourceManagement {
  return {
    create: (input) => createResource(context, input),
    list: (wanted) => listResources(context, wanted?.search),
    get: (uri) => getResource(context, uri),
    update: (uri, change) => updateResource(context, uri, change),
    delete: (uri) => deleteResource(context, uri),
  };
}

async function listResources({ store }: ManagementContext, search = ""): Promise<readonly Resource[]> {
  const wanted = search.trim().toLowerCase();
  const all = await store.resources.list();
  return all.filter(({ uri, name = "" }) => [uri, name].some((text) => text.toLowerCase().includes(wanted)));
}

async function getResource({ store }: ManagementContext, uri: string): Promise<Resource> {
  const canonical = canonicalResource(uri) ?? uri;
  const found = (await store.resources.list()).find((one) => one.canonical === canonical);
  if (found === undefined) throw new ManagementError("not_found", "there is no such resource");
  return found;
}

async function createResource(context: ManagementContext, input: NewResource): Promise<Resource> {
  checkLifetime(input.accessTokenTtlSeconds);
  const resource = draft(context, input, "uri");
  for (const scope of resource.scopes) checkScope(context, scope);
  if ((await context.store.resources.insert(resource)) === "exists") {
    throw new ManagementError("already_exists", `the resource ${resource.canonical} is registered already`, "uri");
  }
  context.events.emit({ type: "resource.created", uri: resource.uri });
  return resource;
}

/** The resource that `uri` means; registered without scopes when it is new. `field` is named in errors. */
export async function ensureResource(context: ManagementContext, uri: string, field: string): Promise<Resource> {
  const fresh = draft(context, { uri }, field);
  const find = async (): Promise<Resource | undefined> =>
    (await context.store.resources.list()).find((known) => known.canonical === fresh.canonical);
  const known = await find();
  if (known !== undefined) return known;
  if ((await context.store.resources.insert(fresh)) === "exists") return (await find()) ?? fresh;
  context.events.emit({ type: "resource.created", uri: fresh.uri });
  return fresh;
}

async function updateResource(context: ManagementContext, uri: string, change: ResourceChange): Promise<Resource> {
  const known = await getResource(context, uri);
  const accessTokenTtlSeconds = patched(change.accessTokenTtlSeconds, known.accessTokenTtlSeconds);
  checkLifetime(accessTokenTtlSeconds);
  if (change.scopes !== undefined) for (const scope of change.scopes) checkScope(context, scope);
  const wanted = {
    uri: known.uri,
    name: patched(change.name, known.name),
    scopes: change.scopes ?? known.scopes,
    tokenFormat: patched(change.tokenFormat, known.tokenFormat),
    accessTokenTtlSeconds,
    isPrivate: change.isPrivate ?? known.isPrivate,
  };
  const next = { ...draft(context, wanted, "uri"), createdAt: known.createdAt, version: change.version };
  const outcome = await context.store.resources.update(next);
  if (outcome === "gone") throw new ManagementError("not_found", "there is no such resource");
  if (outcome === "conflict") {
    throw new ManagementError("conflict", "the resource was changed meanwhile: look again", "version");
  }
  context.events.emit({ type: "resource.updated", uri: known.uri });
  return { ...next, version: next.version + 1 };
}

async function deleteResource(context: ManagementContext, uri: string): Promise<void> {
  const outcome = await context.store.resources.delete(canonicalResource(uri) ?? uri);
  if (outcome === "gone") throw new ManagementError("not_found", "there is no such resource");
  context.events.emit({ type: "resource.deleted", uri });
}

function draft(context: ManagementContext, input: NewResource, field: string): Resource {
  const canonical = canonicalResource(input.uri);
  if (canonical === undefined) {
    const message = "a resource must be an absolute http or https URI without fragment and user information";
    throw new ManagementError("invalid_input", message, field);
  }
  return {
    uri: input.uri,
    canonical,
    ...(input.name === undefined ? {} : { name: input.name }),
    ...(input.tokenFormat === undefined ? {} : { tokenFormat: input.tokenFormat }),
    ...(input.accessTokenTtlSeconds === undefined ? {} : { accessTokenTtlSeconds: input.accessTokenTtlSeconds }),
    ...(input.isPrivate === true ? { isPrivate: true } : {}),
    scopes: input.scopes ?? [],
    version: 1,
    createdAt: context.clock.now(),
  };
}

function checkLifetime(seconds: number | undefined): void {
  if (seconds === undefined || (Number.isInteger(seconds) && seconds >= 60 && seconds <= 3600)) return;
  throw new ManagementError("invalid_input", "tokens live for 60 to 3600 seconds", "accessTokenTtlSeconds");
}

/** The server's own scopes keep their meaning, whatever a resource says. */
function checkScope(context: ManagementContext, scope: Scope): void {
  const isOwn = scope.name === offlineAccess || context.config.scopes.some((own) => own.name === scope.name);
  if (isOwn)
    throw new ManagementError("invalid_input", `the scope ${scope.name} belongs to the server itself`, "scopes");
  if (!isScopeName(scope.name)) {
    throw new ManagementError(
      "invalid_input",
      "a scope is printable ASCII without spaces, quotes and backslashes",
      "scopes",
    );
  }
}
