import type { Config, RegistrationConfig } from "./config.ts";
import type { AuthorizeOutcome } from "./endpoints/authorize.ts";
import type { CallOutcome, RepeatableCall } from "./management/server/keyed-calls.ts";
import type { Management } from "./management/all.ts";
import type { Traffic, TrafficSpan } from "./management/server/statistics.ts";
import type { KeyManagement } from "./management/server/keys.ts";
import type { SystemStatus } from "./management/server/system.ts";
import type { Actor } from "./records/events.ts";
import type { FlowLog } from "./records/flow-log/flow-log.ts";
import type { JsonObject, OAuthRequest, OAuthResponse } from "./messages.ts";
import type { Account } from "./account/account.ts";
import type { DevicePage } from "./interactions/devices.ts";
import type { KeyHolder } from "./sign-in/api-keys.ts";
import type { ConsentForm, InteractionRequest, SignInForm, SignInOutcome } from "./interactions/answers.ts";
import type { BrowserCookies } from "./sign-in/browser.ts";
import type { FrontEnd } from "./interactions/front-end.ts";
import type { InteractionView } from "./interactions/interactions.ts";
import type { BrowserOrigin, SignedIn } from "./sign-in/sessions.ts";
import type { Simulations } from "./simulations/simulate.ts";

/** The service behind both doors: every use case, none of HTTP. */
export interface Provider {
  readonly config: Config;
  /** RFC 8414 and OpenID Connect Discovery: one document. */
  metadata(): Promise<JsonObject>;
  /** RFC 7517. */
  jwks(): JsonObject;
  authorize(request: OAuthRequest, cookies: BrowserCookies): Promise<AuthorizeOutcome>;
  token(request: OAuthRequest): Promise<OAuthResponse>;
  revoke(request: OAuthRequest): Promise<OAuthResponse>;
  introspect(request: OAuthRequest): Promise<OAuthResponse>;
  /** What introspection says of a living access token, for resource servers in this process; undefined: it is none. */
  lookUpAccessToken(text: string): Promise<JsonObject | undefined>;
  deviceAuthorization(request: OAuthRequest): Promise<OAuthResponse>;
  /** What ended tokens before they expire, for resource servers that verify by themselves. */
  revocations(request: OAuthRequest): Promise<OAuthResponse>;
  register(request: OAuthRequest): Promise<OAuthResponse>;
  userinfo(request: OAuthRequest): Promise<OAuthResponse>;
  /** A client's own registration (RFC 7592). */
  clientConfiguration(request: OAuthRequest, clientId: string): Promise<OAuthResponse>;
  /**
   * Whether `body` could be the metadata document at the address `id`; nothing is fetched or kept.
   * @throws InvalidClientMetadataError, InvalidRedirectUriError naming the member at fault
   */
  checkDocument(id: string, body: string): Promise<void>;
  readonly interactions: {
    view(id: string, cookies: BrowserCookies): Promise<InteractionView>;
    signIn(request: InteractionRequest, form: SignInForm): Promise<SignInOutcome>;
    decide(request: InteractionRequest, form: ConsentForm): Promise<string>;
    /** Takes what the person answered on an external front end. @returns where to send the browser */
    takeAnswer(request: InteractionRequest, sealed: string): Promise<string>;
    /** Signs the person out, so that another can answer. */
    signOut(request: InteractionRequest, form: { csrf: string }): Promise<void>;
  };
  /** The page on which people look after their own affairs. */
  readonly account: Account;
  readonly devices: DevicePage;
  /** The picture of a client that a page names, as PNG; made before, and never for the asking. */
  clientLogo(id: string): Promise<Uint8Array | undefined>;
  readonly sessions: {
    /** Who the account cookie stands for. */
    find(cookie: string | undefined): Promise<SignedIn | undefined>;
    /** Who the admin cookie stands for. */
    findAdmin(cookie: string | undefined): Promise<SignedIn | undefined>;
    /** The same, for what goes on by itself: no use of the session. */
    watchAdmin(cookie: string | undefined): Promise<SignedIn | undefined>;
    signInToAdmin(
      credentials: { email: string; password: string } & BrowserOrigin,
    ): Promise<{ cookie: string; signedIn: SignedIn } | undefined>;
    end(cookie: string | undefined): Promise<void>;
    /** Who shows this API key. */
    findKeyHolder(text: string): Promise<KeyHolder | undefined>;
  };
  readonly manage: ServerManagement;
  /** The same, and events say who did it. */
  manageFor(actor: Actor): ServerManagement;
  /** Makes a call of an administrator that may be repeated. */
  makeOnce(call: RepeatableCall, make: () => Promise<string>): Promise<CallOutcome>;
  /** Where the facade tells how requests end. */
  readonly flowLog: Pick<FlowLog, "noteAnswer" | "noteRefusal">;
  status(): Promise<SystemStatus>;
  /** What went on lately. */
  traffic(span: TrafficSpan): Promise<Traffic>;
  /** Housekeeping, for a timer: announces and retires keys, frees a slice of space. Returns the rows freed. */
  maintain(): Promise<number>;
  /** Resolves when all that was noted so far is stored; for the end. @throws StoreUnavailableError */
  flush(): Promise<void>;
}

/** What only a running server can do, too. */
export interface ServerManagement extends Management {
  readonly keys: KeyManagement;
  readonly simulations: Simulations;
  readonly frontEnd: FrontEnd;
}

export type ProviderOptions = Partial<Omit<Config, "registration">> & {
  issuer: string;
  registration?: Partial<RegistrationConfig>;
};
