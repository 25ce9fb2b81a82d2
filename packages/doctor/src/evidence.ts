import type { MetadataAddress } from "./addresses.ts";
import type { Answer, JsonObject } from "./answer.ts";
import type { Outcome } from "./outcome.ts";

/** Something that may be left out, always with the reason. */
export type Gathered<Value> =
  | { readonly isDone: true; readonly value: Value }
  | { readonly isDone: false; readonly because: string };

export function gathered<Value>(value: Value): Gathered<Value> {
  return { isDone: true, value };
}

export function notGathered(because: string): { isDone: false; because: string } {
  return { isDone: false, because };
}

/** What one place answered. */
export interface Probe extends MetadataAddress {
  readonly answer: Answer;
}

/** The same document asked for by a browser: first its preflight, then the request. */
export interface BrowserProbe {
  readonly url: string;
  readonly preflight: Answer;
  readonly answer: Answer | undefined;
}

export interface McpEvidence {
  readonly bare: Answer;
  readonly fromBrowser: Answer;
  readonly preflight: Answer;
  readonly withBadToken: Answer;
}

export interface ResourceEvidence {
  /** By the link of the challenge. */
  readonly linked: Probe | undefined;
  readonly places: readonly Probe[];
  readonly browser: BrowserProbe | undefined;
  /** The first that is a JSON object, in the order of the clients. */
  readonly document: JsonObject | undefined;
}

export interface ServerEvidence {
  /** As the resource names it; without resource metadata the MCP origin, as in MCP 2025-03-26. */
  readonly issuer: string;
  readonly isNamed: boolean;
  readonly places: readonly Probe[];
  /** The MCP host's own places, when it is another host. */
  readonly mcpHost: readonly Probe[];
  readonly document: JsonObject | undefined;
  readonly keys: Answer | undefined;
  readonly browser: BrowserProbe | undefined;
  readonly tokenPreflight: Answer | undefined;
  readonly registerPreflight: Answer | undefined;
}

export interface RegistrationAttempt {
  readonly redirectUris: readonly string[];
  readonly hasPrivateUse: boolean;
  readonly hasUnknownMembers: boolean;
  readonly hasLoopback: boolean;
  readonly answer: Answer;
}

export interface RegistrationEvidence {
  /** Each asks for less than the one before; the last one was accepted, if any was. */
  readonly attempts: readonly RegistrationAttempt[];
  readonly accepted: RegistrationAttempt | undefined;
}

/** What anybody may know of a client. */
export interface PublicClient {
  readonly id: string;
  readonly redirectUri: string | undefined;
}

/** A client and how it authenticates. */
export interface KnownClient extends PublicClient {
  readonly secret: string | undefined;
  readonly authMethod: string;
}

export interface AuthorizeAttempt {
  readonly answer: Answer;
  readonly outcome: Outcome;
}

export interface AuthorizeEvidence {
  readonly unknownClient: AuthorizeAttempt;
  readonly known: Gathered<KnownClientRequests>;
}

export interface KnownClientRequests {
  readonly usual: AuthorizeAttempt;
  readonly otherPort: Gathered<AuthorizeAttempt>;
  readonly withoutPkce: AuthorizeAttempt;
  readonly plainPkce: AuthorizeAttempt;
  readonly badResponseType: AuthorizeAttempt;
  readonly otherRedirect: AuthorizeAttempt;
}

export interface TokenEvidence {
  readonly unknownClient: Answer;
  readonly jsonBody: Answer;
  readonly bogusCode: Gathered<Answer>;
}

export interface RefreshRace {
  readonly first: Answer;
  readonly second: Answer;
  /** Each successor used once more, when they differ. */
  readonly later: readonly Answer[];
}

export interface PersonEvidence {
  /** The parameters with which the person came back to the client. */
  readonly redirected: Gathered<URLSearchParams>;
  readonly tokenAnswer: Gathered<Answer>;
  readonly withToken: Gathered<Answer>;
  readonly withTamperedToken: Gathered<Answer>;
  readonly toolCall: Gathered<Answer>;
  readonly refreshRace: Gathered<RefreshRace>;
}

/** All that was seen; the checks judge it and ask nothing more. */
export interface Evidence {
  readonly mcpUrl: string;
  readonly mcp: McpEvidence;
  readonly resource: ResourceEvidence;
  readonly server: ServerEvidence;
  readonly registration: Gathered<RegistrationEvidence>;
  readonly authorize: Gathered<AuthorizeEvidence>;
  readonly token: Gathered<TokenEvidence>;
  readonly introspection: Gathered<Answer>;
  readonly person: PersonEvidence;
  readonly state: string;
}
