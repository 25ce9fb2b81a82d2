import type { ImportedClient, ImportedConsent } from "@sallyport/core";
import { z } from "zod";
import { type Importer, recordsOf } from "./importer.ts";
import { MalformedFileError, parseJson, readAs } from "./malformed.ts";
import { readRegisteredClient, registeredClient } from "./registered-client.ts";
import { instant, optional, scopesOf, text } from "./values.ts";

// The payload of the model `Grant` (lib/models/grant.js of oidc-provider 9).
const granted = z.object({
  openid: optional(z.object({ scope: text })),
  resources: optional(z.record(z.string(), z.string())),
});
const grant = granted.extend({
  accountId: z.string().min(1),
  clientId: z.string().min(1),
  rejected: optional(granted),
  iat: instant,
  exp: instant,
});

const document = z.object({ clients: z.array(z.unknown()).default([]), grants: z.array(z.unknown()).default([]) });

/** The clients of its configuration, or what its adapter keeps: the models `Client` and `Grant`. */
export const nodeOidcProvider: Importer = {
  name: "node-oidc-provider",
  summary: "the clients of its configuration as JSON, or the clients and grants of its adapter",
  read(file) {
    const { clients, grants } = readDocument(parseJson(file));
    return recordsOf({
      clients: clients.map(([where, value]) => readClient(where, value)),
      consents: grants.flatMap(([where, value]) => readGrant(where, value)),
    });
  },
};

type Placed = readonly [where: string, value: unknown];

function readDocument(value: unknown): { clients: readonly Placed[]; grants: readonly Placed[] } {
  const place = (name: string) => (one: unknown, index: number) => [`${name}[${index}]`, one] as const;
  if (Array.isArray(value)) return { clients: value.map(place("")), grants: [] };
  const models = readAs(z.record(z.string(), z.unknown()), value, "");
  // As adapters name their keys: `Client:foo`, `oidc:Grant:xyz`.
  const ofModel = (model: string): readonly Placed[] =>
    Object.entries(models).filter(([key]) => new RegExp(`(?:^|:)${model}:`).test(key));
  const keyed = { clients: ofModel("Client"), grants: ofModel("Grant") };
  if (keyed.clients.length + keyed.grants.length > 0) return keyed;
  if (!("clients" in models) && !("grants" in models)) {
    throw new MalformedFileError("there are neither clients nor grants in the file");
  }
  const { clients, grants } = readAs(document, models, "");
  return { clients: clients.map(place("clients")), grants: grants.map(place("grants")) };
}

function readClient(where: string, value: unknown): ImportedClient {
  const client = readAs(registeredClient, value, where);
  // Its own defaults (lib/helpers/client_schema.js).
  return readRegisteredClient(client, {
    where,
    authMethod: "client_secret_basic",
    grantTypes: ["authorization_code"],
  });
}

/** A request for a resource asks for scopes of OpenID Connect and of the resource together. */
function readGrant(where: string, value: unknown): ImportedConsent[] {
  const { accountId: userId, clientId, openid, resources = {}, rejected, iat, exp } = readAs(grant, value, where);
  const common = { where, userId, clientId, grantedAt: iat, expiresAt: exp };
  const own = without(openid?.scope, rejected?.openid?.scope);
  const consents = Object.entries(resources).map(([uri, scope]) => ({
    ...common,
    scopes: [...new Set([...own, ...without(scope, rejected?.resources?.[uri])])],
    resources: [uri],
  }));
  return consents.length === 0 ? [{ ...common, scopes: own }] : consents;
}

function without(scope: string | undefined, rejected: string | undefined): readonly string[] {
  const refused = new Set(scopesOf(rejected));
  return (scopesOf(scope) ?? []).filter((name) => !refused.has(name));
}
