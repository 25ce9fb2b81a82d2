import { isSecureUrl } from "../addresses.ts";
import { asObject, listOf, textOf } from "../answer.ts";
import type { Caller } from "../caller.ts";
import {
  type Gathered,
  gathered,
  type KnownClient,
  notGathered,
  type RegistrationAttempt,
  type RegistrationEvidence,
  type ServerEvidence,
} from "../evidence.ts";
import type { DoctorOptions } from "./options.ts";

/** Registered with one port, used with another: programs take the port that is free (RFC 8252 section 7.3). */
export const loopbackRedirect = "http://127.0.0.1:33418/callback";
export const loopbackRedirects = [loopbackRedirect, "http://localhost:33418/callback"];
const privateUseRedirect = "cursor://anysphere.cursor-mcp/oauth/callback";
/** Nobody's, for servers that want https. */
const httpsRedirect = "https://sallyport-doctor.invalid/callback";

type Wish = Pick<RegistrationAttempt, "hasLoopback" | "hasPrivateUse" | "hasUnknownMembers">;

/** From what all clients together ask for to what any server accepts; it ends with the first that is accepted. */
const wishes: readonly Wish[] = [
  { hasLoopback: true, hasPrivateUse: true, hasUnknownMembers: true },
  { hasLoopback: true, hasPrivateUse: false, hasUnknownMembers: true },
  { hasLoopback: true, hasPrivateUse: true, hasUnknownMembers: false },
  { hasLoopback: true, hasPrivateUse: false, hasUnknownMembers: false },
  { hasLoopback: false, hasPrivateUse: false, hasUnknownMembers: false },
];

export async function gatherRegistration(
  caller: Caller,
  server: ServerEvidence,
  options: DoctorOptions,
): Promise<Gathered<RegistrationEvidence>> {
  const endpoint = textOf(server.document, "registration_endpoint");
  if (endpoint === undefined) return notGathered("the server has no registration_endpoint");
  if (options.clientId !== undefined) return notGathered("a client was given");
  if (!options.mayRegister) return notGathered("no client may be registered");
  if (!isSecureUrl(endpoint)) return notGathered("the registration endpoint has no safe address");
  const attempts: RegistrationAttempt[] = [];
  for (const wish of wishes) {
    const attempt = await register(caller, endpoint, wish);
    attempts.push(attempt);
    if (attempt.answer.status >= 200 && attempt.answer.status < 300) {
      return gathered({ attempts, accepted: attempt });
    }
    if (attempt.answer.status !== 400 && attempt.answer.status !== 422) break;
  }
  return gathered({ attempts, accepted: undefined });
}

async function register(caller: Caller, endpoint: string, wish: Wish): Promise<RegistrationAttempt> {
  const redirectUris = [
    ...(wish.hasLoopback ? loopbackRedirects : [httpsRedirect]),
    ...(wish.hasPrivateUse ? [privateUseRedirect] : []),
  ];
  const metadata = {
    client_name: "Sallyport doctor (may be deleted)",
    redirect_uris: redirectUris,
    grant_types: ["authorization_code", "refresh_token"],
    response_types: ["code"],
    token_endpoint_auth_method: "none",
    ...(wish.hasLoopback ? { application_type: "native" } : {}),
    ...(wish.hasUnknownMembers ? { sallyport_doctor: { is_unknown: true } } : {}),
  };
  const headers = { accept: "application/json", "content-type": "application/json" };
  const answer = await caller(endpoint, { headers, body: JSON.stringify(metadata) });
  return { ...wish, redirectUris, answer };
}

/** The client for the other requests: the given one, or the one that was registered. */
export function chooseClient(
  registration: Gathered<RegistrationEvidence>,
  options: DoctorOptions,
): Gathered<KnownClient> {
  const { clientId, clientSecret: secret, redirectUri } = options;
  if (clientId !== undefined) {
    return gathered({ id: clientId, secret, authMethod: secret === undefined ? "none" : "", redirectUri });
  }
  if (!registration.isDone) return notGathered(`there is no client: ${registration.because} (--client-id uses one)`);
  const body = asObject(registration.value.accepted?.answer.json);
  const id = textOf(body, "client_id");
  if (id === undefined) return notGathered("there is no client: none could be registered (--client-id uses one)");
  const given = listOf(body, "redirect_uris");
  return gathered({
    id,
    secret: textOf(body, "client_secret"),
    authMethod: textOf(body, "token_endpoint_auth_method") ?? "",
    redirectUri: given.find((one) => one === loopbackRedirect) ?? registration.value.accepted?.redirectUris[0],
  });
}

/** Deletes the registered client where the server offers it (RFC 7592 section 2.3). @returns whether it is gone */
export async function deleteClient(caller: Caller, registration: Gathered<RegistrationEvidence>): Promise<boolean> {
  const answer = registration.isDone ? registration.value.accepted?.answer : undefined;
  const body = asObject(answer?.json);
  const [url, token] = [textOf(body, "registration_client_uri"), textOf(body, "registration_access_token")];
  if (answer === undefined || url === undefined || token === undefined || !URL.canParse(url)) return false;
  if (new URL(url).origin !== new URL(answer.url).origin) return false;
  const deleted = await caller(url, { method: "DELETE", headers: { authorization: `Bearer ${token}` } });
  return deleted.status >= 200 && deleted.status < 300;
}
