import { createHash, randomBytes, randomUUID } from "node:crypto";
import type { Authentication, ClientProfile, Spelling, Way } from "@sallyport/profiles";
import { z } from "zod";
import type { Arena } from "./arena.ts";
import { call, type Called, type Route } from "./call.ts";
import { prove, publicKeys } from "./client-proof.ts";

/** A client that has come by an id. */
export interface Contender {
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

export async function enlist(arena: Arena, profile: ClientProfile, way: Way): Promise<Contender> {
  switch (way) {
    case "document":
      return publish(arena, profile);
    case "registration": {
      const { id, secret } = readRegistered(await register(arena, profile));
      return { profile, way, id, secret, authentication: profile.registered, redirectUri: profile.redirectUri };
    }
    case "by hand":
      return await enterByHand(arena, profile);
  }
}

export async function register({ metadata }: Arena, profile: ClientProfile): Promise<Called> {
  return await call(metadata.registration_endpoint, { json: profile.registration });
}

export function readRegistered({ json }: Called): { id: string; secret: string | undefined } {
  const { client_id: id, client_secret: secret } = registeredSchema.parse(json);
  return { id, secret };
}

function publish({ documents }: Arena, profile: ClientProfile): Contender {
  const { document } = profile;
  if (document === undefined) throw new Error(`${profile.name} has no document`);
  const { jwks_uri: keysAt, ...members } = document.members;
  const moved = typeof keysAt === "string" ? { jwks_uri: documents.publish(keysAt, publicKeys) } : {};
  const id = documents.publish(document.url, (address) => ({ client_id: address, ...members, ...moved }));
  const { authentication = "none", redirectUri = profile.redirectUri } = document;
  return { profile, way: "document", id, secret: undefined, authentication, redirectUri };
}

async function enterByHand({ admin }: Arena, profile: ClientProfile): Promise<Contender> {
  const { byHand: authentication, name: clientName, redirectUri } = profile;
  const clientType = authentication === "none" ? "public" : "confidential";
  const created = await admin.mutate("clients.create", { clientName, clientType, redirectUris: [redirectUri] });
  const { clientId: id, clientSecret: secret } = createdSchema.parse(created);
  return { profile, way: "by hand", id, secret, authentication, redirectUri };
}

/** The client's authorization request, with the verifier and state that belong to it. */
export function authorizationRequest(arena: Arena, { profile, id, redirectUri }: Contender, wish: Wish = {}) {
  const verifier = randomBytes(96).toString("base64url").slice(0, profile.verifierLength);
  const state = randomUUID();
  const { scope = usualScope(arena, profile), resource = spell(arena.mcpUrl, profile.resource.authorize) } = wish;
  const url = new URL(arena.metadata.authorization_endpoint);
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
export async function authorize(arena: Arena, contender: Contender, wish: Wish = {}): Promise<Arrival> {
  const { url, verifier, state } = authorizationRequest(arena, contender, wish);
  if (contender.profile.asksFirst === true) {
    const { status, text } = await askAsProgram(url);
    if (status >= 400) throw new Error(`the client gives up: ${status} ${text}`);
  }
  const response = await arena.person.authorize(url, contender.redirectUri);
  return { response: response.searchParams, state, verifier };
}

/** What the authorization endpoint says to a program. */
export async function askAsProgram(url: URL): Promise<Called> {
  return await call(url, { headers: { accept: "application/json" } });
}

export async function redeem(
  arena: Arena,
  contender: Contender,
  { arrival, ...wish }: Wish & { arrival: Arrival },
): Promise<Called> {
  const { profile, redirectUri } = contender;
  const form = {
    grant_type: "authorization_code",
    code: arrival.response.get("code") ?? "",
    redirect_uri: redirectUri,
    code_verifier: arrival.verifier,
    resource: "resource" in wish ? wish.resource : spell(arena.mcpUrl, profile.resource.token),
  };
  return await askForTokens(arena, contender, { form, route: {} });
}

/** `count` refreshes with one token, under way at the same time. */
export async function refresh(
  arena: Arena,
  contender: Contender,
  { token, count = 1, ...wish }: Wish & { token: string; count?: number },
): Promise<Called[]> {
  const { profile } = contender;
  const form = {
    grant_type: "refresh_token",
    refresh_token: token,
    scope: wish.scope,
    resource: "resource" in wish ? wish.resource : spell(arena.mcpUrl, profile.resource.refresh),
  };
  const requests = Array.from({ length: count }, (_, index) => {
    const route = profile.hasManyAddresses === true && index % 2 === 1 ? arena.detour : {};
    return askForTokens(arena, contender, { form, route });
  });
  return await Promise.all(requests);
}

async function askForTokens(
  { issuer, metadata }: Arena,
  contender: Contender,
  { form, route }: { form: Readonly<Record<string, string | undefined>>; route: Route },
): Promise<Called> {
  const proof = prove(contender, issuer);
  const sent = Object.fromEntries(formOf({ ...form, ...proof.form }));
  return await call(metadata.token_endpoint, { form: sent, headers: proof.headers ?? {}, route });
}

function usualScope({ challenged, metadata }: Arena, { scope }: ClientProfile): string | undefined {
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
