import { isSecureUrl } from "../addresses.ts";
import { type Answer, listOf, textOf } from "../answer.ts";
import type { Caller } from "../caller.ts";
import { type Gathered, gathered, type KnownClient, notGathered, type TokenEvidence } from "../evidence.ts";
import type { Flow } from "./authorize.ts";
import { loopbackRedirect } from "./registration.ts";

export type Fields = Readonly<Record<string, string | undefined>>;

const unknownClient: KnownClient = {
  id: "sallyport-doctor-unknown",
  secret: undefined,
  authMethod: "none",
  redirectUri: loopbackRedirect,
};

export async function gatherToken(flow: Flow): Promise<Gathered<TokenEvidence>> {
  const endpoint = tokenEndpoint(flow);
  if (!endpoint.isDone) return endpoint;
  const fields = bogusCode(flow, loopbackRedirect);
  const json = JSON.stringify({ ...fields, client_id: flow.client.isDone ? flow.client.value.id : unknownClient.id });
  const headers = { accept: "application/json", "content-type": "application/json" };
  return gathered({
    unknownClient: await postAs(flow, unknownClient, { endpoint: endpoint.value, fields }),
    jsonBody: await flow.caller(endpoint.value, { headers, body: json }),
    bogusCode: flow.tokenClient.isDone
      ? gathered(await sendBogusCode(flow, endpoint.value, flow.tokenClient.value))
      : flow.tokenClient,
  });
}

async function sendBogusCode(flow: Flow, endpoint: string, client: KnownClient): Promise<Answer> {
  return await postAs(flow, client, { endpoint, fields: bogusCode(flow, client.redirectUri) });
}

function bogusCode(flow: Flow, redirectUri: string | undefined): Fields {
  return {
    grant_type: "authorization_code",
    code: "sallyport-doctor-no-code",
    redirect_uri: redirectUri,
    code_verifier: flow.pkce.verifier,
    resource: textOf(flow.resource.document, "resource"),
  };
}

export function tokenEndpoint(flow: Flow): Gathered<string> {
  const endpoint = textOf(flow.server.document, "token_endpoint");
  if (endpoint === undefined) return notGathered("there is no token_endpoint");
  return isSecureUrl(endpoint) ? gathered(endpoint) : notGathered("the token endpoint has no safe address");
}

/** A form to an endpoint where the client authenticates. */
export async function postAs(
  flow: Flow,
  client: KnownClient,
  { endpoint, fields }: { endpoint: string; fields: Fields },
): Promise<Answer> {
  const usesBasic = client.secret !== undefined && methodFor(flow, client) === "client_secret_basic";
  const identity = usesBasic ? {} : { client_id: client.id, client_secret: client.secret };
  const basic = btoa(`${encodeURIComponent(client.id)}:${encodeURIComponent(client.secret ?? "")}`);
  return await postForm(flow.caller, endpoint, {
    fields: { ...fields, ...identity },
    headers: usesBasic ? { authorization: `Basic ${basic}` } : {},
  });
}

function methodFor(flow: Flow, client: KnownClient): string {
  if (client.authMethod !== "") return client.authMethod;
  const methods = listOf(flow.server.document, "token_endpoint_auth_methods_supported");
  return methods.length > 0 && !methods.includes("client_secret_basic") ? "client_secret_post" : "client_secret_basic";
}

async function postForm(
  caller: Caller,
  url: string,
  { fields, headers }: { fields: Fields; headers: Readonly<Record<string, string>> },
): Promise<Answer> {
  const body = new URLSearchParams();
  for (const [name, value] of Object.entries(fields)) if (value !== undefined) body.set(name, value);
  return await caller(url, { headers: { accept: "application/json", ...headers }, body });
}

export async function gatherIntrospection(flow: Flow): Promise<Gathered<Answer>> {
  const endpoint = textOf(flow.server.document, "introspection_endpoint");
  if (endpoint === undefined) return notGathered("the server has no introspection_endpoint");
  if (!isSecureUrl(endpoint)) return notGathered("the introspection endpoint has no safe address");
  return gathered(
    await postForm(flow.caller, endpoint, { fields: { token: "sallyport-doctor-no-token" }, headers: {} }),
  );
}
