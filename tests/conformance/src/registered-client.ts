import { createHash, randomBytes, randomUUID } from "node:crypto";
import type { Authentication, ClientProfile, Spelling, Way } from "@sallyport/profiles";
import { z } from "zod";
import type { ClientHarness } from "./client-harness.ts";
import { call, type Called, type Route } from "./call.ts";
import { prove, publicKeys } from "./client-proof.ts";

/** A client that has come by an id. */
export interface RegisteredClient {
  readonly profile: ClientProfile;
  readonly way: Way;
  readonly id: string;
  readonly secret: string | undefined;
  readonly authentication: Authentication;
  readonly redirectUri: string;
}

/** A code, and what is needed to redeem it. */
export interface Arrival {
  readonly response: URLSearchParams;
  readonly state: string;
  readonly verifier: string;
}

/** What differs from the client's habits. */
export interface Wish {
  readonly scope?: string;
  readonly resource?: string | undefined;
}

const createdSchema = z.object({ clientId: z.string(), clientSecret: z.string().optional() });
const registeredSchema = z.object({ client_id: z.string(), client_secret: z.string().optional() });

export async function enlist(harness: ClientHarness, profile: ClientProfile, way: Way): Promise<RegisteredClient> {
  switch (way) {
    case "document":
      return publish(harness, profile);
    case "registration": {
      const { id, secret } = readRegistered(await register(harness, profile));
      return { profile, way, id, secret, authentication: profile.registered, redirectUri: profile.redirectUri };
    }
    case "by hand":
      return await enterByHand(harness, profile);
  }
}

export async function register({ metadata }: ClientHarness, profile: ClientProfile): Promise<Called> {
  return await call(metadata.registration_endpoint, { json: profile.registration });
}

export function readRegistered({ json }: Called): { id: string; secret: string | undefined } {
  const { client_id: id, client_secret: secret } = registeredSchema.parse(json);
  return { id, secret };
}

function publish({ documents }: ClientHarness, profile: ClientProfile): RegisteredClient {
  const { document } = profile;
  if (document === undefined) throw new Error(`${profile.name} has no document`);
  const { jwks_uri: keysAt, ...members } = document.members;
  const moved = typeof keysAt === "string" ? { jwks_uri: documents.publish(keysAt, publicKeys) } : {};
  const id = documents.publish(document.url, (address) => ({ client_id: address, ...members, ...moved }));
  const { authentication = "none", redirectUri = profile.redirectUri } = document;
  return { profile, way: "document", id, secret: undefined, authentication, redirectUri };
}

async function enterByHand({ admin }: ClientHarness, profile: ClientProfile): Promise<RegisteredClient> {
  const { byHand: authentication, name: clientName, redirectUri } = profile;
  const clientType = authentication === "none" ? "public" : "confidential";
  const created = await admin.mutate("clients.create", { clientName, clientType, redirectUris: [redirectUri] });
  const { clientId: id, clientSecret: secret } = createdSchema.parse(created);
  return { profile, way: "by hand", id, secret, authentication, redirectUri };
}

/** The client's authorization request, with the verifier and state that belong to it. */
export function authorizationRequest(
  harness: ClientHarness,
  { profile, id, redirectUri }: RegisteredClient,
  wish: Wish = {},
) {
  const verifier = randomBytes(96).toString("base64url").slice(0, profile.verifierLength);
  const state = randomUUID();
  const { scope = usualScope(harness, profile), resource = spell(harness.mcpUrl, profile.resource.authorize) } = wish;
  const url = new URL(harness.metadata.authorization_endpoint);
  url.search = formOf({
    response_type: "code",
    client_id: id,
    redirect_uri: redirectUri,
    code_challenge: createHash("sha256").update(verifier).digest("base64url"),
    code_challenge_method: "S256",
    state,
    scope: withExtra(profile, scope),
    resource: "resource" in wish ? wish.resource : resource,
    prompt: profile.prompt,
  }).toString();
  return { url, verifier, state };
}

/** Sends the person away and waits for the answer. */
export async function authorize(
  harness: ClientHarness,
  registeredClient: RegisteredClient,
  wish: Wish = {},
): Promise<Arrival> {
  const { url, verifier, state } = authorizationRequest(harness, registeredClient, wish);
  if (registeredClient.profile.asksFirst === true) {
    const { status, text } = await askAsProgram(url);
    if (status >= 400) throw new Error(`the client gives up: ${status} ${text}`);
  }
  const response = await harness.person.authorize(url, registeredClient.redirectUri);
  return { response: response.searchParams, state, verifier };
}

/** What the authorization endpoint says to a program. */
export async function askAsProgram(url: URL): Promise<Called> {
  return await call(url, { headers: { accept: "application/json" } });
}

export async function redeem(
  harness: ClientHarness,
  registeredClient: RegisteredClient,
  { arrival, ...wish }: Wish & { arrival: Arrival },
): Promise<Called> {
  const { profile, redirectUri } = registeredClient;
  const form = {
    grant_type: "authorization_code",
    code: arrival.response.get("code") ?? "",
    redirect_uri: redirectUri,
    code_verifier: arrival.verifier,
    resource: "resource" in wish ? wish.resource : spell(harness.mcpUrl, profile.resource.token),
  };
  return await askForTokens(harness, registeredClient, { form, route: {} });
}

/** `count` refreshes with one token, under way at the same time. */
export async function refresh(
  harness: ClientHarness,
  registeredClient: RegisteredClient,
  { token, count = 1, ...wish }: Wish & { token: string; count?: number },
): Promise<Called[]> {
  const { profile } = registeredClient;
  const form = {
    grant_type: "refresh_token",
    refresh_token: token,
    scope: wish.scope,
    resource: "resource" in wish ? wish.resource : spell(harness.mcpUrl, profile.resource.refresh),
  };
  const requests = Array.from({ length: count }, (_, index) => {
    const route = profile.hasManyAddresses === true && index % 2 === 1 ? harness.detour : {};
    return askForTokens(harness, registeredClient, { form, route });
  });
  return await Promise.all(requests);
}

async function askForTokens(
  { issuer, metadata }: ClientHarness,
  registeredClient: RegisteredClient,
  { form, route }: { form: Readonly<Record<string, string | undefined>>; route: Route },
): Promise<Called> {
  const proof = prove(registeredClient, issuer);
  const sent = Object.fromEntries(formOf({ ...form, ...proof.form }));
  return await call(metadata.token_endpoint, { form: sent, headers: proof.headers ?? {}, route });
}

function usualScope({ challenged, metadata }: ClientHarness, { scope }: ClientProfile): string | undefined {
  switch (scope) {
    case "challenged":
      return challenged;
    case "advertised":
      return metadata.scopes_supported.join(" ");
    case "none":
      return undefined;
  }
}

function withExtra({ extraScope }: ClientProfile, scope: string | undefined): string | undefined {
  return extraScope === undefined ? scope : `${scope ?? ""} ${extraScope}`;
}

function spell(resource: string, spelling: Spelling): string | undefined {
  switch (spelling) {
    case "verbatim":
      return resource;
    case "normalized":
      return new URL(resource).href;
    case "none":
      return undefined;
  }
}

function formOf(members: Readonly<Record<string, string | undefined>>): URLSearchParams {
  return new URLSearchParams(
    Object.entries(members).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}
