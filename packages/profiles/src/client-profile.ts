import type { Requirement } from "./requirements.ts";

/** How a client comes by its id. */
export type Way = "document" | "registration" | "by hand";

/** What becomes of the resource's name on its way: as the metadata has it, as `URL` writes it, or left out. */
export type Spelling = "verbatim" | "normalized" | "none";

/** How a client proves who it is at the token endpoint. `raw` and `encoded`: id and secret in Basic. */
export type Authentication =
  | "none"
  | "private_key_jwt"
  | "client_secret_basic raw"
  | "client_secret_basic encoded"
  | "client_secret_post";

/** How one real client behaves towards an authorization server, as seen on the wire or in its source. */
export interface ClientProfile {
  readonly id: string;
  readonly name: string;
  /** In the order of its choice. */
  readonly ways: readonly Way[];
  /** The body that it sends to the registration endpoint. */
  readonly registration: Readonly<Record<string, unknown>>;
  /** What its maker publishes about it. */
  readonly document?: ClientDocument;
  /** What a person enters for it, and how it then authenticates. */
  readonly byHand: Authentication;
  /** How it authenticates after it has registered itself. */
  readonly registered: Authentication;
  /** Where it really waits for the answer. */
  readonly redirectUri: string;
  /** In characters. */
  readonly verifierLength: number;
  readonly resource: { readonly authorize: Spelling; readonly token: Spelling; readonly refresh: Spelling };
  /**
   * What it asks for: what the MCP server's challenge names, whatever the server's metadata lists, or no scope
   * at all.
   */
  readonly scope: "challenged" | "advertised" | "none";
  /** Asked for as well, whether or not anybody advertises it. */
  readonly extraScope?: string;
  readonly prompt?: string;
  /** Asks for one more scope by its name alone, and leaves out what it has. */
  readonly forgetsScopes: boolean;
  /** Its refreshes come from several addresses at once. */
  readonly hasManyAddresses?: true;
  /** Asks the authorization endpoint as a program first, before it opens a browser. */
  readonly asksFirst?: true;
  /** What it does when its id is no longer known. */
  readonly atUnknownClient: "registers anew" | "tells the person";
  /** Calls from its maker's servers, which cannot reach loopback and private addresses. */
  readonly isHosted: boolean;
  /** Uses its document only if the server's metadata lists the authentication method `none`. */
  readonly documentNeedsNone: boolean;
  /** An application on this SDK may have no document: the doctor tests registration first. */
  readonly mayLackDocument?: true;
  readonly requires: Requirements;
  /** What the console fills in when an operator adds the client. Absent: the console does not offer it. */
  readonly wizard?: WizardValues;
  /** For people: what is peculiar about it. */
  readonly quirks: readonly string[];
}

interface ClientDocument {
  /** Its address, which is the client's id. */
  readonly url: string;
  /** Everything but `client_id`. */
  readonly members: Readonly<Record<string, unknown>>;
  /** Absent: none. */
  readonly authentication?: Authentication;
  /** Absent: the one that the client uses anyway. */
  readonly redirectUri?: string;
}

/** Any one that is missing stops the client. */
interface Requirements {
  readonly always: readonly Requirement[];
  /** Required as well when the client registers. */
  readonly registration: readonly Requirement[];
  /** Required as well when the client uses its document. */
  readonly document: readonly Requirement[];
}

interface WizardValues {
  /** A loopback redirect URI without a port matches every port (RFC 8252 section 7.3). */
  readonly redirectUris: readonly string[];
  /** What the operator needs to know. */
  readonly hint?: string;
}
