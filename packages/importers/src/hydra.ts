import type { ImportedClient, ImportedConsent, ImportNote } from "@sallyport/core";
import { z } from "zod";
import type { Importer } from "./importer.ts";
import { MalformedFileError, parseJson, readAs } from "./malformed.ts";
import { readRegisteredClient, registeredClient } from "./registered-client.ts";
import { flag, instant, list, optional } from "./values.ts";

// OAuth2Client and OAuth2ConsentSession of Ory Hydra's admin API, version 2: `GET /admin/clients`,
// `hydra list clients --format json` (an object with `items`), `GET /admin/oauth2/auth/sessions/consent?subject=…`.
const client = registeredClient.extend({ audience: optional(list) });
const consentSession = z.object({
  consent_request: z.object({ subject: z.string().min(1), client: z.object({ client_id: z.string().min(1) }) }),
  grant_scope: optional(list),
  grant_access_token_audience: optional(list),
  handled_at: instant,
  remember: flag,
  /** Seconds; 0: for ever. */
  remember_for: optional(z.number()),
});
const items = z.array(z.record(z.string(), z.unknown()));

export const hydra: Importer = {
  name: "hydra",
  summary: "clients, or consent sessions, as its admin API lists them",
  read(file) {
    const notes: ImportNote[] = [];
    const rows = readItems(parseJson(file)).map((row, index) => ({ where: `[${index}]`, row }));
    const isConsent = ({ row }: { row: object }): boolean => "consent_request" in row;
    return {
      clients: rows.filter((one) => !isConsent(one)).map(({ where, row }) => readClient(where, row, notes)),
      people: [],
      consents: rows.filter(isConsent).flatMap(({ where, row }) => readConsent(where, row)),
      notes,
    };
  },
};

function readItems(value: unknown): Record<string, unknown>[] {
  if (Array.isArray(value)) return readAs(items, value, "");
  const listed = z.object({ items }).safeParse(value);
  if (listed.success) return listed.data.items;
  throw new MalformedFileError("the file is neither a list of clients or consent sessions nor an object with items");
}

function readClient(where: string, row: unknown, notes: ImportNote[]): ImportedClient {
  const given = readAs(client, row, where);
  const { client_id: id, audience = [] } = given;
  if (audience.length > 0) {
    const message = `its audience is not carried over: create these as resources, and a client gets at all of them: ${audience.join(" ")}`;
    notes.push({ where, id, message });
  }
  // Its own defaults (OAuth2Client in its API reference).
  return readRegisteredClient(given, { where, authMethod: "client_secret_basic", grantTypes: ["authorization_code"] });
}

function readConsent(where: string, row: unknown): ImportedConsent[] {
  const { consent_request: request, remember, handled_at: grantedAt, ...given } = readAs(consentSession, row, where);
  // Not remembered, it asks again there, too.
  if (remember !== true) return [];
  const { grant_access_token_audience: audience = [], remember_for: seconds = 0 } = given;
  return [
    {
      where,
      userId: request.subject,
      clientId: request.client.client_id,
      scopes: given.grant_scope ?? [],
      resources: audience.length === 0 ? undefined : audience,
      grantedAt,
      expiresAt: seconds > 0 && grantedAt !== undefined ? grantedAt + seconds : undefined,
    },
  ];
}
