import { isDeepStrictEqual } from "node:util";
import type { z } from "zod";
import { identityOf } from "../../clients/identity.ts";
import type { ManagementContext } from "../../context.ts";
import { ManagementError } from "../../errors.ts";
import { canonicalResource } from "../../rules/resource-uri.ts";
import type { Client, ClientId, UserId } from "../../ports/store.ts";
import { type ClientRow, clientRowSchema, readSecrets, toClientRow, withPresentNames } from "./client-document.ts";
import { epochSeconds } from "../../time.ts";
import {
  checkName,
  checkRedirects,
  checkScopes,
  invalid,
  type NewClient,
  present,
  readAuthMethod,
  readDefaultResource,
  readGrantTypes,
  readKeys,
  readMetadata,
} from "./client-input.ts";

export interface ClientImport {
  /** Each as `clientRowSchema` has it; one that is not is refused by itself. */
  rows: readonly unknown[];
  /** What becomes of a client that is here already and is another in the document. */
  onExisting: "skip" | "update";
  /** Only says what would be done. */
  isDryRun: boolean;
  /** Who answers for the new ones. */
  ownerId?: UserId | undefined;
  /** Hears how many rows are done. */
  progress?: ((done: number) => void) | undefined;
}

/** `unchanged`: it is here as the document has it. `skipped`: it is here, and another. */
export interface ImportedRow {
  /** Absent where none can be read. */
  clientId?: ClientId;
  outcome: "created" | "updated" | "unchanged" | "skipped" | "refused";
  /** The member at fault, when it is refused. */
  field?: string;
  reason?: string;
}

/** So many at a time share one commit. */
const rowsAtOnce = 100;

/** One outcome for each row, in their order. A row that is refused stops no other. */
export async function importClients(context: ManagementContext, wanted: ClientImport): Promise<ImportedRow[]> {
  const seen = new Set<ClientId>();
  const done: ImportedRow[] = [];
  for (let first = 0; first < wanted.rows.length; first += rowsAtOnce) {
    const some = wanted.rows.slice(first, first + rowsAtOnce);
    done.push(...(await Promise.all(some.map((row) => importRow(context, { row, seen, wanted })))));
    wanted.progress?.(done.length);
  }
  return done;
}

interface RowImport {
  row: unknown;
  /** The ids of the rows before it. */
  seen: Set<ClientId>;
  wanted: ClientImport;
}

async function importRow(context: ManagementContext, { row: given, seen, wanted }: RowImport): Promise<ImportedRow> {
  const parsed = clientRowSchema.safeParse(withPresentNames(given));
  if (!parsed.success) return { ...idOf(given), outcome: "refused", ...describeFault(parsed.error) };
  const row = parsed.data;
  const { clientId } = row;
  try {
    if (seen.has(clientId)) throw invalid("clientId", "the client stands twice in the document");
    seen.add(clientId);
    return { clientId, outcome: await takeRow(context, row, wanted) };
  } catch (error) {
    if (!(error instanceof ManagementError)) throw error;
    return { clientId, outcome: "refused", ...present({ field: error.field }), reason: error.message };
  }
}

function describeFault({ issues: [issue] }: z.ZodError): { field: string; reason: string } {
  const { path = [] } = issue ?? {};
  const unknown = issue?.code === "unrecognized_keys" ? issue.keys.slice(0, 1) : [];
  const field = [...path, ...unknown].map(String).join(".").slice(0, 100);
  return { field, reason: unknown.length > 0 ? "the member is not known" : "the member is malformed" };
}

function idOf(given: unknown): { clientId?: ClientId } {
  const isNamed = typeof given === "object" && given !== null && "clientId" in given;
  return isNamed && typeof given.clientId === "string" ? { clientId: given.clientId.slice(0, 2048) } : {};
}

async function takeRow(
  context: ManagementContext,
  row: ClientRow,
  { onExisting, isDryRun, ownerId }: ClientImport,
): Promise<ImportedRow["outcome"]> {
  const known = await context.store.clients.get(row.clientId);
  const draft = {
    ...(await judge(context, row)),
    ...present({ ownerId: known === undefined ? ownerId : known.ownerId }),
  };
  if (known === undefined) {
    if (!isDryRun) await create(context, draft);
    return "created";
  }
  const next = {
    ...draft,
    ...keptOf(known, row),
    epoch: known.epoch,
    version: known.version,
    createdAt: known.createdAt,
  };
  const [before, after] = [known, next].map((client) => toClientRow(client, { withSecrets: true }));
  if (isDeepStrictEqual(before, after)) return "unchanged";
  if (onExisting === "skip") return "skipped";
  if (!isDryRun) await update(context, known, next);
  return "updated";
}

/** The client that a row would make. @throws ManagementError naming the member at fault */
async function judge(context: ManagementContext, row: ClientRow): Promise<Client> {
  const { clientId: id, name, metadata, provenance, status, createdAt, defaultResource, secrets } = row;
  const isPublic = context.authMethods.proofOf(row.authMethod) === "none";
  const logoUri = metadata["logo_uri"];
  const wanted: NewClient = { ...row, type: isPublic ? "public" : "confidential" };
  checkName(name);
  const authMethod = readAuthMethod(context, wanted);
  const proof = context.authMethods.proofOf(authMethod);
  if (row.alsoAccepts.some((method) => context.authMethods.proofOf(method) !== proof)) {
    throw invalid("alsoAccepts", "the other methods must be of the kind of authMethod");
  }
  const hash = secrets?.secretHash ?? secrets?.foreignSecretHash;
  if (hash !== undefined && proof !== "secret") {
    throw invalid("secrets", `a client with the method ${authMethod} has no secret`);
  }
  const grantTypes = readGrantTypes(context, wanted);
  checkRedirects(context, row.redirectUris, grantTypes);
  await checkScopes(context, row.scopes);
  if (logoUri !== undefined) readMetadata({ ...wanted, logoUri: String(logoUri) });
  return {
    id,
    name,
    type: wanted.type,
    authMethod,
    alsoAccepts: row.alsoAccepts,
    redirectUris: row.redirectUris,
    grantTypes,
    provenance,
    status,
    metadata,
    createdAt: epochSeconds(createdAt),
    epoch: 0,
    version: 1,
    ...readKeys(context, wanted, authMethod),
    ...present({
      description: row.description,
      scopes: row.scopes,
      defaultResource: await findResource(context, defaultResource),
      accessTokenTtlSeconds: row.accessTokenTtlSeconds,
      refreshTokenTtlSeconds: row.refreshTokenTtlSeconds,
      refreshReplay: row.refreshReplay,
    }),
    ...readSecrets(row),
  };
}

/** As it is registered here, or else as it is given: nothing is registered yet. */
async function findResource(context: ManagementContext, url: string | undefined): Promise<string | undefined> {
  if (url === undefined) return undefined;
  const canonical = canonicalResource(url);
  if (canonical === undefined) throw invalid("defaultResource", "a resource must be an absolute http or https URI");
  return (await context.store.resources.list()).find((one) => one.canonical === canonical)?.uri ?? url;
}

/**
 * What a row cannot say, or does not: a document without secrets leaves those that are here, and a hash of another
 * system does not take the place of one of ours.
 */
function keptOf(known: Client, row: ClientRow): Partial<Client> {
  const { document, secretHash, foreignSecretHash, registrationTokenHash } = known;
  const { previousSecretHash, previousSecretExpiresAt } = known;
  const previous = { previousSecretHash, previousSecretExpiresAt };
  const isForeign = row.secrets?.foreignSecretHash !== undefined && secretHash !== undefined;
  const stays = row.secrets === undefined || isForeign;
  if (!stays) return present({ document });
  return { ...present({ document, secretHash, foreignSecretHash, ...previous, registrationTokenHash }) };
}

async function create(context: ManagementContext, client: Client): Promise<void> {
  await readDefaultResource(context, client.defaultResource);
  if ((await context.store.clients.insert(client)) === "exists") throw changed();
  context.events.emit({ type: "client.registered", clientId: client.id, provenance: client.provenance });
}

async function update(context: ManagementContext, known: Client, next: Client): Promise<void> {
  await readDefaultResource(context, next.defaultResource);
  const forgetConsents = identityOf(next) !== identityOf(known);
  if ((await context.store.clients.update(next, { forgetConsents })) !== "updated") throw changed();
  context.events.emit({ type: "client.updated", clientId: next.id });
  if (next.status === known.status) return;
  await context.store.clients.setStatus(next.id, next.status, context.clock.now());
  context.events.emit({ type: "client.status_set", clientId: next.id, status: next.status });
}

function changed(): ManagementError {
  return new ManagementError("conflict", "the client was changed meanwhile: look again", "clientId");
}
