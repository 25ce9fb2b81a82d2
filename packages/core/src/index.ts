export {
  type Config,
  defaultConfig,
  openIdScopes,
  type RegistrationConfig,
  type RegistrationPolicy,
} from "./config.ts";
export type {
  Deps,
  DocumentSource,
  FetchedDocument,
  LogoSource,
  MadeLogo,
  PasswordHasher,
  RequestOrigin,
  Validators,
} from "./context.ts";
export type { ChainVerdict } from "./audit/chain.ts";
export type { AuthorizeOutcome } from "./endpoints/authorize.ts";
export * from "./errors.ts";
export type { Actor, CoreEvent, EventSink } from "./events.ts";
export type { AnsweredRequest, FlightRecorder, RefusedRequest } from "./flights/recorder.ts";
export { codeGrantType } from "./grants/all.ts";
export type { Management } from "./management/all.ts";
export type { NamedAuditRow } from "./management/audit-names.ts";
export type { AuditManagement, AuditQuery } from "./management/audit.ts";
export type { NewApiKey } from "./management/api-keys.ts";
export type { ConsentView, StoredConsentView } from "./management/consents.ts";
export type { GrantView } from "./management/grants.ts";
export type { PersonalData } from "./management/personal-data.ts";
export type { InspectedToken } from "./management/tokens.ts";
export { clientDocumentFormat, type ClientRow, clientRowSchema } from "./management/client-document.ts";
export type { ClientImport, ImportedRow } from "./management/client-import.ts";
export type { ForeignImport, ImportReport } from "./management/foreign-import.ts";
export type * from "./management/foreign-records.ts";
export type { ClientChange } from "./management/client-changes.ts";
export type { NewClient } from "./management/client-input.ts";
export type { SecretRotation } from "./management/client-secrets.ts";
export type { ExplainedIncident } from "./management/incidents.ts";
export type { KeyView } from "./management/keys.ts";
export type { NewResource } from "./management/resources.ts";
export type { Traffic, TrafficSpan } from "./management/statistics.ts";
export type { SystemStatus } from "./management/system.ts";
export type { NewUser, UserChange, UserDetails } from "./management/users.ts";
export type { JsonObject, JsonValue, OAuthRequest, OAuthResponse } from "./messages.ts";
export type { ConsentForm, InteractionVisit, SignInForm, SignInOutcome } from "./people/answers.ts";
export type { AccountVisit } from "./people/account.ts";
export type { BrowserCookies } from "./people/browser.ts";
export type { ClientView, InteractionView, ScopeView } from "./people/interactions.ts";
export { type PasswordLink, passwordLinkPath } from "./people/password-links.ts";
export type { KeyHolder } from "./people/api-keys.ts";
export type { SignedIn } from "./people/sessions.ts";
export {
  createProvider,
  createStandaloneManagement,
  type Provider,
  type ProviderOptions,
  type ServerManagement,
} from "./provider.ts";
export { createSystemRandom, type Random } from "./random.ts";
export { isAtLeast } from "./rules/admin-role.ts";
export { addressPrefix, callerAddress } from "./rules/caller-address.ts";
export { readCookie } from "./rules/cookie.ts";
export { hostSpellings, originSpellings } from "./rules/host-spellings.ts";
export { namedFlowId } from "./rules/flow-id.ts";
export { canonicalIssuer, issuerPath } from "./rules/issuer.ts";
export { isLoopbackHost, isLoopbackRedirect } from "./rules/redirect-uri.ts";
export { Secret } from "./secret.ts";
export type * from "./stores/port.ts";
export { type Clock, type EpochSeconds, epochSeconds } from "./time.ts";
export { endpointPaths, endpointUrls, type EndpointName } from "./urls.ts";
