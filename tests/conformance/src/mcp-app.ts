import { randomUUID } from "node:crypto";
import { expect, vi } from "vitest";
import { z } from "zod";
import type { Person } from "./browser-person.ts";
import { createWire, type Exchange, type Wire } from "./wire.ts";

export const redirectUri = "http://127.0.0.1:41999/callback";

/** What an administrator registered for an application. */
export interface Registered {
  readonly client_id: string;
  readonly client_secret?: string;
}

/** The SDK's types of what an application keeps. */
interface Kept {
  information: { client_id: string; client_secret?: string | undefined };
  tokens: { access_token: string; refresh_token?: string | undefined; scope?: string | undefined };
  discovery: object;
}

/** An application that uses an MCP server by an SDK: what it keeps in memory, and what it sends. */
export interface App<Its extends Kept = Kept> {
  readonly provider: Provider<Its>;
  readonly wire: Wire;
  readonly memory: Memory<Its>;
}

interface Memory<Its extends Kept> {
  information: Its["information"] | undefined;
  tokens: Its["tokens"] | undefined;
  discovery: Its["discovery"] | undefined;
  verifier: string;
  state: string;
  /** Where the application last sent its person. */
  sentTo: URL | undefined;
}

type Invalidated = "all" | "client" | "tokens" | "verifier" | "discovery";

/** The `OAuthClientProvider` of either SDK. */
interface Provider<Its extends Kept> {
  readonly redirectUrl: string;
  readonly clientMetadata: {
    client_name: string;
    redirect_uris: string[];
    token_endpoint_auth_method?: string;
  };
  state(): string;
  clientInformation(): Its["information"] | undefined;
  saveClientInformation?(information: Its["information"]): void;
  tokens(): Its["tokens"] | undefined;
  saveTokens(tokens: Its["tokens"]): void;
  redirectToAuthorization(url: URL): void;
  saveCodeVerifier(verifier: string): void;
  codeVerifier(): string;
  invalidateCredentials(what: Invalidated): void;
  saveDiscoveryState(state: Its["discovery"]): void;
  discoveryState(): Its["discovery"] | undefined;
}

export interface AppOptions {
  /** Absent: the application registers itself. */
  readonly registered?: Registered | undefined;
  /** What it asks for when it registers itself. */
  readonly authMethod?: string | undefined;
}

export function createApp<Its extends Kept>({ registered, authMethod }: AppOptions = {}): App<Its> {
  const memory: Memory<Its> = {
    // A registration by hand is one that the SDK could have kept.
    information: registered,
    tokens: undefined,
    discovery: undefined,
    verifier: "",
    state: "",
    sentTo: undefined,
  };
  const save = (information: Its["information"]) => void (memory.information = information);
  const provider: Provider<Its> = {
    redirectUrl: redirectUri,
    clientMetadata: {
      client_name: "Notes",
      redirect_uris: [redirectUri],
      ...(authMethod === undefined ? {} : { token_endpoint_auth_method: authMethod }),
    },
    state: () => (memory.state = randomUUID()),
    clientInformation: () => memory.information,
    tokens: () => memory.tokens,
    saveTokens: (tokens) => void (memory.tokens = tokens),
    redirectToAuthorization: (url) => void (memory.sentTo = url),
    saveCodeVerifier: (verifier) => void (memory.verifier = verifier),
    codeVerifier: () => memory.verifier,
    saveDiscoveryState: (state) => void (memory.discovery = state),
    discoveryState: () => memory.discovery,
    invalidateCredentials: (what) => forget(memory, what),
    // With a registration of its own an application cannot make another.
    ...(registered === undefined ? { saveClientInformation: save } : {}),
  };
  return { provider, memory, wire: createWire() };
}

function forget<Its extends Kept>(memory: Memory<Its>, what: Invalidated): void {
  if (what === "all" || what === "client") memory.information = undefined;
  if (what === "all" || what === "tokens") memory.tokens = undefined;
  if (what === "all" || what === "discovery") memory.discovery = undefined;
  if (what === "all" || what === "verifier") memory.verifier = "";
}

/** One connection of an application to the MCP server, by either SDK. */
export interface Connection extends AsyncDisposable {
  /** @throws the SDK's UnauthorizedError after it has sent the person away */
  connect(): Promise<void>;
  finishAuth(response: URLSearchParams): Promise<void>;
  /** The text that the tool answers. */
  call(tool: string, args?: Record<string, unknown>): Promise<string>;
}

/**
 * The way from nothing to a connection: refused, to the authorization server, back with a code, connected.
 * `open` makes a connection that has not been tried.
 */
export async function connectAnew(app: App, person: Person, open: () => Connection): Promise<Connection> {
  await using first = open();
  await sendAway(() => first.connect());
  await finishAuthorization(app, first, person);
  const connection = open();
  await connection.connect();
  return connection;
}

/** What the SDK is asked for must end in a visit to the authorization server. */
export async function sendAway(attempt: () => Promise<unknown>): Promise<void> {
  const failure: unknown = await attempt().catch((error: unknown) => error);
  // Each SDK has a class of its own.
  if (!(failure instanceof Error && failure.constructor.name === "UnauthorizedError")) {
    throw new Error("the person was not sent to the authorization server", { cause: failure });
  }
}

/** The person whom the application sent away signs in and consents, and the application takes the response. */
export async function finishAuthorization(app: App, connection: Connection, person: Person): Promise<void> {
  const { sentTo, state } = app.memory;
  if (sentTo === undefined) throw new Error("the application sent nobody to the authorization server");
  app.memory.sentTo = undefined;
  const response = await person.authorize(sentTo, redirectUri);
  if (response.searchParams.get("state") !== state) throw new Error(`another state: ${response.href}`);
  await connection.finishAuth(response.searchParams);
}

/** As if the access token had ended: the MCP server refuses this one. */
export function spoilAccessToken({ memory }: App): void {
  if (memory.tokens !== undefined) memory.tokens = { ...memory.tokens, access_token: "spoilt" };
}

/** Waits until the MCP server refuses the access token. */
export async function waitForExpiry(mcpUrl: string, { memory }: App): Promise<void> {
  const headers = { authorization: `Bearer ${memory.tokens?.access_token}`, accept: "text/event-stream" };
  await vi.waitFor(
    async () => {
      const { status, body } = await fetch(mcpUrl, { headers });
      await body?.cancel();
      expect(status).toBe(401);
    },
    { timeout: 20_000, interval: 100 },
  );
}

/** Both connections find the access token ended and refresh; the refreshes go out together. */
export async function refreshAtOnce({ wire }: App, connections: readonly Connection[]): Promise<Exchange[]> {
  wire.holdRefreshes(connections.length);
  const answers = await Promise.all(connections.map((one) => one.call("whoami")));
  expect(new Set(answers).size).toBe(1);
  return wire.at("/token").filter(({ sent }) => sent["grant_type"] === "refresh_token");
}

const refreshed = z.object({ refresh_token: z.string() });

/** What a client gets for its refresh token: the next one, or the error. */
export async function refresh(tokenEndpoint: URL, clientId: string, token: string): Promise<string> {
  const body = new URLSearchParams({ grant_type: "refresh_token", refresh_token: token, client_id: clientId });
  const answer: unknown = await (await fetch(tokenEndpoint, { method: "POST", body })).json();
  return z
    .union([
      refreshed.transform((tokens) => tokens.refresh_token),
      z.object({ error: z.string() }).transform(({ error }) => error),
    ])
    .parse(answer);
}
