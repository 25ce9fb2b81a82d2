import { isDeepStrictEqual } from "node:util";
import { z } from "zod";
import type { Context } from "../context.ts";
import type { FetchedDocument } from "../ports/documents.ts";
import { refuse } from "../refusals/refuse.ts";
import { checkDocumentId } from "../rules/client-id-url.ts";
import { admit } from "../rules/registration-policy.ts";
import { identityOf } from "./identity.ts";
import type { Client, ClientId, DocumentState } from "../ports/store.ts";
import { after, isExpired } from "../time.ts";
import { parseClientMetadata, readSelfDescription, type SelfDescription } from "./metadata.ts";

// Clients that are known by the address of a document about themselves
// (draft-ietf-oauth-client-id-metadata-document).

interface Wanted {
  known: Client | undefined;
  /** Whether a copy that is no longer fresh has to be renewed. */
  fresh: boolean;
}

/**
 * The client that the document at `id` describes: the stored copy while it is fresh, a new one after
 * that, and an old one for some days while the document cannot be fetched.
 * @returns undefined when no document may be used as a client here
 */
export async function resolveDocumentClient(
  context: Context,
  id: ClientId,
  wanted: Wanted,
): Promise<Client | undefined> {
  const { registration } = context.config;
  const verdict = checkDocumentId(id, { allowLoopback: registration.allowLoopbackDocuments });
  if (!verdict.ok || registration.documents === "off") return undefined;
  const { known } = wanted;
  if (known !== undefined && (!wanted.fresh || isFresh(context, known))) return known;
  const admission = admit(registration.documents, [id], registration);
  return admission === "refused" ? undefined : await renew(context, id, { known, status: statusOf[admission] });
}

const statusOf = { admitted: "active", pending: "pending" } as const;

function isFresh(context: Context, { document }: Client): boolean {
  return document !== undefined && !isExpired(document.freshUntil, context.clock.now());
}

interface Renewal {
  known: Client | undefined;
  /** The status of a client that nobody knew. */
  status: Client["status"];
}

async function renew(context: Context, id: ClientId, { known, status }: Renewal): Promise<Client | undefined> {
  const { etag, lastModified } = known?.document ?? {};
  const answer = await context.documents.fetch(id, {
    maxBytes: context.config.registration.maxDocumentBytes,
    ...(etag === undefined ? {} : { etag }),
    ...(lastModified === undefined ? {} : { lastModified }),
  });
  switch (answer.kind) {
    case "failed":
      return useStale(context, id, { known, reason: answer.reason });
    case "unchanged":
      return known === undefined ? undefined : await keep(context, known, answer.maxAgeSeconds);
    case "fetched":
      return await take(context, id, { known, answer, status });
  }
}

/** @throws TemporarilyUnavailableError when there is no copy, or one that is too old */
function useStale(context: Context, id: ClientId, failure: { known: Client | undefined; reason: string }): Client {
  const { known, reason } = failure;
  const limit = context.config.registration.documentStaleSeconds;
  const isUsable =
    known?.document !== undefined && !isExpired(after(known.document.fetchedAt, limit), context.clock.now());
  context.events.emit({ type: "client.document_failed", clientId: id, reason, stale: isUsable });
  if (known !== undefined && isUsable) return known;
  throw refuse("document_*", {
    suffix: reason,
    detail: { clientId: id, received: { client_id: id } },
    retryAfterSeconds: 30,
  });
}

/** The copy still holds. */
async function keep(context: Context, known: Client, maxAgeSeconds: number | undefined): Promise<Client> {
  const document = stateOf(context, { ...known.document, maxAgeSeconds });
  await context.store.clients.noteDocument(known.id, document);
  return { ...known, document };
}

type Fetched = Extract<FetchedDocument, { kind: "fetched" }>;

/** A change of where answers go, or of the keys, makes it another client for those who allowed the old one. */
async function take(context: Context, id: ClientId, found: Renewal & { answer: Fetched }): Promise<Client> {
  const { known, answer, status } = found;
  const description = await readDocument(context, id, answer.body);
  const document = stateOf(context, answer);
  const client: Client = {
    ...description,
    id,
    type: context.authMethods.proofOf(description.authMethod) === "none" ? "public" : "confidential",
    provenance: "document",
    document,
    ...(known === undefined ? { status, epoch: 0, version: 1, createdAt: context.clock.now() } : keptOf(known)),
  };
  if (known !== undefined && isSameButForCopy(known, client)) {
    await context.store.clients.noteDocument(id, document);
    return client;
  }
  const forgetConsents = known !== undefined && identityOf(known) !== identityOf(client);
  await context.store.clients.put(client, { forgetConsents });
  if (known === undefined) context.events.emit({ type: "client.registered", clientId: id, provenance: "document" });
  if (forgetConsents) context.events.emit({ type: "client.document_changed", clientId: id });
  // As it was stored: an earlier client of this id may have left it another epoch.
  return (await context.store.clients.get(id)) ?? client;
}

/** An operator who looks at the client sees no change; the version stays, so that their own change goes through. */
function isSameButForCopy(known: Client, next: Client): boolean {
  return isDeepStrictEqual({ ...known, document: undefined }, { ...next, document: undefined });
}

/** What operators decided of the client, and its age: a document has no say in these. */
function keptOf({
  status,
  epoch,
  version,
  createdAt,
  ...known
}: Client): Pick<Client, "status" | "epoch" | "version" | "createdAt" | DecidedMember> {
  const decided = decidedMembers.flatMap((name) => (known[name] === undefined ? [] : [[name, known[name]] as const]));
  return { status, epoch, version, createdAt, ...(Object.fromEntries(decided) as Pick<Client, DecidedMember>) };
}

const decidedMembers = [
  "scopes",
  "defaultResource",
  "accessTokenTtlSeconds",
  "refreshTokenTtlSeconds",
  "refreshReplay",
] as const satisfies readonly (keyof Client)[];
type DecidedMember = (typeof decidedMembers)[number];

function stateOf(
  context: Context,
  answer: { etag?: string; lastModified?: string; maxAgeSeconds: number | undefined },
): DocumentState {
  const { min, max } = context.config.registration.documentFreshSeconds;
  const now = context.clock.now();
  return {
    fetchedAt: now,
    freshUntil: after(now, Math.min(Math.max(answer.maxAgeSeconds ?? 0, min), max)),
    ...(answer.etag === undefined ? {} : { etag: answer.etag }),
    ...(answer.lastModified === undefined ? {} : { lastModified: answer.lastModified }),
  };
}

/** What a document must say beyond what every registration must. */
const documentSchema = z.looseObject({ client_id: z.string(), client_name: z.string().min(1) });

/**
 * Whether `body` could be the document at `id`, without a client being made of it.
 * @throws InvalidClientMetadataError, InvalidRedirectUriError naming the member at fault
 */
export async function checkDocument(context: Context, id: ClientId, body: string): Promise<void> {
  const { maxDocumentBytes, allowLoopbackDocuments: allowLoopback } = context.config.registration;
  const verdict = checkDocumentId(id, { allowLoopback });
  if (!verdict.ok)
    throw refuse("document_client_id", { fault: `The client metadata document cannot be at ${id}: ${verdict.why}` });
  const bytes = new TextEncoder().encode(body).byteLength;
  if (bytes > maxDocumentBytes) throw refuse("document_too_large", { bytes, limit: maxDocumentBytes });
  await readDocument(context, id, body);
}

async function readDocument(context: Context, id: ClientId, body: string): Promise<SelfDescription> {
  const json = parseJson(body);
  const document = documentSchema.safeParse(json);
  if (!document.success) throw refuse("document_members");
  if (document.data.client_id !== id) {
    const received = { client_id: document.data.client_id };
    throw refuse("document_client_id", { detail: { received, registered: { client_id: id } } });
  }
  if (Object.keys(document.data).some((name) => name.startsWith("client_secret"))) {
    throw refuse("document_secret");
  }
  const terms = { fallbackMethod: context.authMethods.none, isVouchedFor: true };
  const description = await readSelfDescription(context, parseClientMetadata(json), terms);
  if (context.authMethods.proofOf(description.authMethod) === "secret") {
    throw refuse("document_auth_method");
  }
  return description;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw refuse("document_malformed");
  }
}
