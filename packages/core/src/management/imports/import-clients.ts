import { checkRedirectUris } from "../../clients/redirect-uris.ts";
import type { ManagementContext } from "../../context.ts";
import { scopeCatalogue } from "../../rules/scope.ts";
import { hashSecret, readSecretHash } from "../../secret.ts";
import type { ClientRow } from "../clients/client-document.ts";
import { importClients } from "../clients/client-import.ts";
import { present } from "../clients/client-input.ts";
import type { ImportRun } from "./import-run.ts";
import type { ImportedClient, ImportedRecord } from "./import-records.ts";

/** Ours have 256 random bits. A short one may be guessed from its hash. */
const shortSecretBytes = 22;

/** The clients as rows of a document of ours, which is then taken in as any other. */
export async function importClientRecords(context: ManagementContext, run: ImportRun): Promise<ImportedRecord[]> {
  const { records, onExisting, isDryRun, progress } = run.wanted;
  const known = scopeCatalogue(context.config.scopes, await context.store.resources.list());
  const rows = records.clients.map((client) => {
    const fit = createFitting(client, run);
    return toRow(context, client, { fit, known });
  });
  const report = await importClients(context, {
    rows,
    onExisting,
    isDryRun,
    progress: (done) => progress?.("client", done),
  });
  return report.map(({ clientId, ...rest }, index) => ({
    kind: "client",
    where: records.clients[index]?.where ?? "",
    ...present({ id: clientId }),
    ...rest,
  }));
}

type Fitting = ReturnType<typeof createFitting>;

function createFitting({ where, clientId: id }: ImportedClient, { note }: ImportRun) {
  const tell = (message: string): void => note({ where, id, message });
  /** What passes; the rest is told. */
  const keep = (values: readonly string[], passes: (value: string) => boolean, why: string): string[] => {
    const distinct = [...new Set(values)];
    const left = distinct.filter((value) => !passes(value));
    if (left.length > 0) tell(`${why}: ${left.join(" ")}`);
    return distinct.filter((value) => passes(value));
  };
  return { tell, keep };
}

function toRow(
  context: ManagementContext,
  client: ImportedClient,
  { fit, known }: { fit: Fitting; known: ReadonlyMap<string, unknown> },
): ClientRow {
  const { grantTypes, clock } = context;
  const { where: _where, secret: _secret, isUnverified, isDisabled, createdAt, jwks, ...rest } = client;
  const isGrant = (name: string): boolean => grantTypes.names.includes(name);
  return {
    ...rest,
    ...methodsOf(context, client),
    redirectUris: fit.keep(client.redirectUris, (uri) => checkRedirectUris([uri]).ok, noRedirect),
    grantTypes: fit.keep(client.grantTypes ?? grantTypes.defaults, isGrant, noGrant),
    metadata: client.metadata ?? {},
    provenance: isUnverified === true ? "dynamic" : "preregistered",
    status: isDisabled === true ? "disabled" : "active",
    createdAt: createdAt ?? clock.now(),
    ...present({
      scopes: client.scopes && fit.keep(client.scopes, (name) => known.has(name), noScope),
      // Its form is checked with the row.
      jwks: jwks as ClientRow["jwks"],
      secrets: readSecret(context, client, fit),
    }),
  };
}

function methodsOf({ authMethods }: ManagementContext, { authMethod, secret }: ImportedClient) {
  const isAnySecret = authMethod === undefined && secret !== undefined;
  if (isAnySecret) return { authMethod: authMethods.default, alsoAccepts: [...authMethods.withProof("secret")] };
  return { authMethod: authMethod ?? authMethods.none, alsoAccepts: [] };
}

const noGrant = "left out, there are no such grant types here";
const noRedirect = "left out, these redirect URIs are not allowed here";
const noScope = "left out, there are no such scopes here (create the resource that has them, then import again)";

function readSecret(context: ManagementContext, { clientId, secret }: ImportedClient, fit: Fitting) {
  switch (secret?.kind) {
    case undefined:
      return undefined;
    case "plain":
      if (Buffer.byteLength(secret.text) < shortSecretBytes) fit.tell("its secret is short: rotate it soon");
      return { secretHash: hashSecret(secret.text) };
    case "hash":
      if (readSecretHash(secret.hash) !== undefined) return { secretHash: secret.hash };
      if (context.passwords.canVerify(secret.hash)) return { foreignSecretHash: secret.hash };
      break;
    case "lost":
  }
  fit.tell(`its secret cannot be carried over: sallyport clients rotate-secret ${clientId}`);
  return undefined;
}
