import type { ManagementContext } from "../../context.ts";
import { ManagementError } from "../../errors.ts";
import { canonicalResource } from "../../rules/resource-uri.ts";
import { resourcesKey } from "../../rules/resources-key.ts";
import { scopeCatalogue } from "../../rules/scope.ts";
import { resolveTarget } from "../../rules/target.ts";
import type { Consent, Resource, Scope } from "../../ports/store.ts";
import { after, epochSeconds, isExpired } from "../../time.ts";
import { present } from "../clients/client-input.ts";
import type { ImportRun } from "./import-run.ts";
import type { ImportedConsent, ImportedRecord } from "./import-records.ts";

const consentsAtOnce = 100;

/** Of several for the same client and resources the latest counts. */
export async function importConsents(context: ManagementContext, run: ImportRun): Promise<ImportedRecord[]> {
  const { consents } = run.wanted.records;
  const existing = await loadExisting(context, run);
  const latestFirst = consents
    .map((consent, index) => ({ consent, index }))
    .toSorted((a, b) => (b.consent.grantedAt ?? Infinity) - (a.consent.grantedAt ?? Infinity));
  const done: { record: ImportedRecord; index: number }[] = [];
  for (let first = 0; first < latestFirst.length; first += consentsAtOnce) {
    const some = latestFirst.slice(first, first + consentsAtOnce);
    const records = some.map(async ({ consent, index }) => {
      const record = await importConsent(context, consent, { ...existing, run });
      return { record, index };
    });
    done.push(...(await Promise.all(records)));
    run.wanted.progress?.("consent", done.length);
  }
  return done.toSorted((a, b) => a.index - b.index).map(({ record }) => record);
}

/** What the consents refer to: here, or in the file. */
interface Existing {
  catalogue: ReadonlyMap<string, Scope>;
  resources: readonly Resource[];
  /** In a dry run the others are not here yet. */
  coming: { people: ReadonlySet<string>; clients: ReadonlyMap<string, ClientParts> };
  /** The consents before, by what makes them one. */
  seen: Set<string>;
}

interface ClientParts {
  redirectUris: readonly string[];
  defaultResource?: string | undefined;
}

async function loadExisting(context: ManagementContext, { wanted }: ImportRun): Promise<Existing> {
  const resources = await context.store.resources.list();
  const { people, clients } = wanted.isDryRun ? wanted.records : { people: [], clients: [] };
  return {
    catalogue: scopeCatalogue(context.config.scopes, resources),
    resources,
    coming: {
      people: new Set(people.flatMap(({ id }) => id ?? [])),
      clients: new Map(clients.map((one) => [one.clientId, one])),
    },
    seen: new Set(),
  };
}

async function importConsent(
  context: ManagementContext,
  given: ImportedConsent,
  around: Existing & { run: ImportRun },
): Promise<ImportedRecord> {
  const { where, userId, clientId } = given;
  const record = { kind: "consent", where, id: `${userId} ${clientId}`.slice(0, 255) } as const;
  try {
    const consent = await readConsent(context, given, around);
    return { ...record, outcome: await takeConsent(context, consent, around) };
  } catch (error) {
    if (!(error instanceof ManagementError)) throw error;
    return { ...record, outcome: "refused", ...present({ field: error.field }), reason: error.message };
  }
}

async function takeConsent(
  { store, events }: ManagementContext,
  consent: Consent,
  { seen, run }: Existing & { run: ImportRun },
): Promise<ImportedRecord["outcome"]> {
  const { userId, clientId, resources, scopes } = consent;
  const key = JSON.stringify([userId, clientId, resources]);
  if (seen.has(key) || (await store.consents.get(consent)) !== undefined) return "unchanged";
  seen.add(key);
  if (run.wanted.isDryRun) return "created";
  if ((await store.consents.insert(consent)) === "exists") return "unchanged";
  events.emit({ type: "consent.imported", userId, clientId, scopes });
  return "created";
}

/** @throws ManagementError naming the member at fault */
async function readConsent(
  context: ManagementContext,
  given: ImportedConsent,
  around: Existing & { run: ImportRun },
): Promise<Consent> {
  const { store } = context;
  const { userId, clientId } = given;
  const client = (await store.clients.get(clientId)) ?? around.coming.clients.get(clientId);
  if (client === undefined) throw refusal("clientId", "there is no such client");
  const isKnown = around.coming.people.has(userId) || (await store.users.get(userId)) !== undefined;
  if (!isKnown) throw refusal("userId", "there is nobody with this id: import the people first");
  return {
    userId,
    clientId,
    resources: resourcesKey(targetOf(given, client.defaultResource, around.resources)),
    scopes: scopesOf(given, around),
    redirectUri: client.redirectUris[0] ?? "",
    ...timesOf(context, given),
  };
}

function scopesOf({ where, scopes }: ImportedConsent, around: Existing & { run: ImportRun }): readonly string[] {
  const { catalogue, run } = around;
  const unknown = scopes.filter((name) => !catalogue.has(name));
  const message = `there are no such scopes here: ${unknown.join(" ")}`;
  if (unknown.length === scopes.length) throw refusal("scopes", message);
  if (unknown.length > 0) run.note({ where, message: `left out, ${message}` });
  return scopes.filter((name) => catalogue.has(name));
}

function timesOf({ clock, config }: ManagementContext, { grantedAt, expiresAt: end = Infinity }: ImportedConsent) {
  const now = clock.now();
  const updatedAt = epochSeconds(Math.min(grantedAt ?? now, now));
  const expiresAt = epochSeconds(Math.min(end, after(updatedAt, config.consentTtlSeconds)));
  if (!isExpired(expiresAt, now)) return { grantedAt: updatedAt, updatedAt, expiresAt };
  throw refusal("expiresAt", "it has expired, or is older than a consent lasts here");
}

function targetOf(
  { resources: requested = [] }: ImportedConsent,
  defaultResource: string | undefined,
  registered: readonly Resource[],
): readonly string[] {
  const verdict = resolveTarget({ requested, registered, defaultResource });
  if (verdict.ok) return verdict.resources;
  // In a dry run it is not registered yet.
  const isComing = (uri: string): boolean => canonicalResource(uri) === canonicalResource(defaultResource ?? "");
  if (defaultResource !== undefined && requested.every(isComing)) return [defaultResource];
  const why = requested.length === 0 ? "there are several resources, and it names none" : "there is no such resource";
  throw refusal("resources", why);
}

function refusal(field: string, message: string): ManagementError {
  return new ManagementError("invalid_input", message, field);
}
