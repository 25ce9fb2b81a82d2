import { randomBytes } from "node:crypto";
import { auth, type OAuthClientProvider, type OAuthDiscoveryState } from "@modelcontextprotocol/sdk/client/auth.js";
import { OAuthError } from "@modelcontextprotocol/sdk/server/auth/errors.js";
import type { OAuthClientInformationMixed, OAuthTokens } from "@modelcontextprotocol/sdk/shared/auth.js";
import { z } from "zod";
import { Failure } from "../terminal/failure.ts";
import { requireWebPage } from "../terminal/open-in-browser.ts";
import type { Person } from "./person.ts";
import type { Tell } from "./tell.ts";
import { reasonOf } from "./reason.ts";

interface KnownClient {
  readonly client_id: string;
  readonly client_secret?: string;
}

/** What a client has at the end of the way. */
export interface Access {
  readonly issuer: string;
  readonly clientId: string;
  readonly tokens: OAuthTokens;
}

/** What the MCP server said in its challenge, or the person at the terminal. */
export interface Wish {
  readonly scope: string | undefined;
  readonly resourceMetadataUrl: URL | undefined;
}

interface AuthorizeOptions {
  readonly mcpUrl: string;
  /** Absent: one registers itself. */
  readonly client: KnownClient | undefined;
  readonly person: Person;
  readonly tell: Tell;
}

/** Goes from the challenge of an MCP server to a token, by the SDK; again for another scope. @throws Failure */
export type Authorize = (wish: Wish) => Promise<Access>;

const requestTimeoutMs = 20_000;

const fetchInTime: typeof fetch = async (input, init) =>
  await fetch(input, { ...init, signal: AbortSignal.timeout(requestTimeoutMs) });

/** What the SDK has a client keep, for as long as the program runs. */
interface Memory {
  information: OAuthClientInformationMixed | undefined;
  discovery: OAuthDiscoveryState | undefined;
  tokens: OAuthTokens | undefined;
  verifier: string;
  request: URL | undefined;
}

export function createAuthorize({ mcpUrl, client, person, tell }: AuthorizeOptions): Authorize {
  const memory: Memory = {
    information: client,
    discovery: undefined,
    tokens: undefined,
    verifier: "",
    request: undefined,
  };
  const provider = createProvider(memory, person.redirectUri);

  return async ({ scope, resourceMetadataUrl }) => {
    const isNew = memory.information === undefined;
    const options = {
      serverUrl: mcpUrl,
      fetchFn: fetchInTime,
      ...(scope === undefined ? {} : { scope }),
      ...(resourceMetadataUrl === undefined ? {} : { resourceMetadataUrl }),
    };
    await attempt(memory, mcpUrl, async () => await auth(provider, options));
    const { information, request, discovery } = memory;
    if (information === undefined || request === undefined) throw new Error("the SDK asked for nothing");
    requireWebPage(request.href);
    const issuer = issuerOf(discovery, request);
    tell("Issuer", issuer);
    tell("Client", `${information.client_id}${isNew ? "  (registered just now)" : ""}`);
    const authorizationCode = codeOf(await person.answer(request), { request, discovery, issuer });
    await attempt(memory, mcpUrl, async () => await auth(provider, { ...options, authorizationCode }));
    if (memory.tokens === undefined) throw new Error("the SDK kept no token");
    return { issuer, clientId: information.client_id, tokens: memory.tokens };
  };
}

function createProvider(memory: Memory, redirectUri: string): OAuthClientProvider {
  return {
    redirectUrl: redirectUri,
    clientMetadata: {
      client_name: "sallyport call",
      redirect_uris: [redirectUri],
      grant_types: ["authorization_code"],
      response_types: ["code"],
      token_endpoint_auth_method: "none",
    },
    state: () => randomBytes(24).toString("base64url"),
    clientInformation: () => memory.information,
    saveClientInformation: (information) => void (memory.information = information),
    // Another scope is another request to the person.
    tokens: () => undefined,
    saveTokens: (tokens) => void (memory.tokens = tokens),
    codeVerifier: () => memory.verifier,
    saveCodeVerifier: (verifier) => void (memory.verifier = verifier),
    redirectToAuthorization: (url) => void (memory.request = url),
    discoveryState: () => memory.discovery,
    saveDiscoveryState: (discovery) => void (memory.discovery = discovery),
  };
}

function issuerOf(discovery: OAuthDiscoveryState | undefined, request: URL): string {
  return discovery?.authorizationServerMetadata?.issuer ?? request.origin;
}

const promiseSchema = z.looseObject({ authorization_response_iss_parameter_supported: z.literal(true) });

interface Asked {
  readonly request: URL;
  readonly discovery: OAuthDiscoveryState | undefined;
  readonly issuer: string;
}

/** The SDK leaves `state` and `iss` (RFC 9207) to whoever receives the answer. */
function codeOf(answer: URLSearchParams, { request, discovery, issuer }: Asked): string {
  if (answer.get("state") !== request.searchParams.get("state")) {
    throw new Failure("wrong_answer", "the answer is to another request: its state differs");
  }
  const iss = answer.get("iss");
  const isPromised = promiseSchema.safeParse(discovery?.authorizationServerMetadata).success;
  if (iss === null ? isPromised : iss !== issuer) {
    throw new Failure("wrong_answer", `the answer is from ${iss ?? "nobody"}, and not from ${issuer}`);
  }
  const code = answer.get("code");
  if (code !== null) return code;
  const [error, description] = [answer.get("error") ?? "no code came", answer.get("error_description")];
  throw new Failure("not_allowed", `${issuer} says ${error}${description === null ? "" : `: ${description}`}`);
}

async function attempt(memory: Memory, mcpUrl: string, step: () => Promise<unknown>): Promise<void> {
  try {
    await step();
  } catch (error) {
    const reason = error instanceof OAuthError ? `${error.errorCode}: ${error.message}` : reasonOf(error);
    const help =
      memory.information === undefined
        ? "if it registers no clients by themselves, register one there and name it with --client-id"
        : `\`sallyport doctor ${mcpUrl}\` examines the way`;
    throw new Failure("no_token", `there is no way to a token: ${reason}; ${help}`);
  }
}
