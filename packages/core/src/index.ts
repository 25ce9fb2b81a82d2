export {
  type Config,
  defaultConfig,
  openIdScopes,
  type RegistrationConfig,
  type RegistrationPolicy,
} from "./config.ts";
export { compact } from "./compact.ts";
export type { Deps } from "./context.ts";
export type { DocumentSource, FetchedDocument, Validators } from "./ports/documents.ts";
export type { MakeKeyPair } from "./ports/key-pairs.ts";
export type { LogoSource, MadeLogo } from "./ports/logos.ts";
export type { PasswordHasher } from "./ports/passwords.ts";
export type { RequestOrigin } from "./ports/request-origin.ts";
export type { ChainVerdict } from "./records/audit/chain.ts";
export type { AuthorizeOutcome } from "./endpoints/authorize.ts";
export {
  AccessDeniedError,
  AuthorizationPendingError,
  ConsentRequiredError,
  ExpiredTokenError,
  InsufficientScopeError,
  InteractionError,
  InvalidClientError,
  InvalidClientMetadataError,
  InvalidGrantError,
  InvalidRedirectUriError,
  InvalidRequestError,
  InvalidScopeError,
  InvalidTargetError,
  InvalidTokenError,
  LoginRequiredError,
  ManagementError,
  OAuthError,
  RequestNotSupportedError,
  RequestUriNotSupportedError,
  ServerError,
  SlowDownError,
  StoreUnavailableError,
  TemporarilyUnavailableError,
  UnauthorizedClientError,
  UnredirectableError,
  UnsupportedGrantTypeError,
  UnsupportedResponseTypeError,
  type Detail,
  type OAuthErrorCode,
  type Refusal,
} from "./errors.ts";
export { httpRefusals } from "./refusals/http.ts";
export { interactionRefusals } from "./refusals/interaction.ts";
export { refuse, type RefusalReason } from "./refusals/refuse.ts";
export type { Actor, CoreEvent, EventSink } from "./records/events.ts";
export type { AnsweredRequest, FlowLog, RefusedRequest } from "./records/flow-log/flow-log.ts";
export { codeGrantType } from "./grants/all.ts";
export type { Management } from "./management/all.ts";
export type { NamedAuditRow } from "./management/server/audit-names.ts";
export type { AuditManagement, AuditQuery } from "./management/server/audit.ts";
export type { NewApiKey } from "./management/people/api-keys.ts";
export type { ConsentView, StoredConsentView } from "./management/people/consents.ts";
export type { GrantView } from "./management/people/grants.ts";
export type { PersonalData } from "./management/people/personal-data.ts";
export type { InspectedToken } from "./management/server/tokens.ts";
export { clientDocumentFormat, type ClientRow, clientRowSchema } from "./management/clients/client-document.ts";
export type { ClientImport, ImportedRow } from "./management/clients/client-import.ts";
export type { ImportReport } from "./management/imports/imports.ts";
export type { ImportRequest } from "./management/imports/import-run.ts";
export type * from "./management/imports/import-records.ts";
export type { ClientChange } from "./management/clients/client-changes.ts";
export type { NewClient } from "./management/clients/client-input.ts";
export type { SecretRotation } from "./management/clients/client-secrets.ts";
export type { ExplainedIncident } from "./management/server/incidents.ts";
export type { KeyView } from "./management/server/keys.ts";
export type { NewResource } from "./management/server/resources.ts";
export type { Traffic, TrafficSpan } from "./management/server/statistics.ts";
export type { SystemStatus } from "./management/server/system.ts";
export type { NewUser, UserChange, UserDetails } from "./management/people/users.ts";
export type { JsonObject, JsonValue, OAuthRequest, OAuthResponse } from "./messages.ts";
export type { ConsentForm, InteractionRequest, SignInForm, SignInOutcome } from "./interactions/answers.ts";
export type { AccountPage } from "./account/account.ts";
export type { BrowserCookies } from "./sign-in/browser.ts";
export type { ClientView, InteractionView, ScopeView } from "./interactions/interactions.ts";
export { type PasswordLink, passwordLinkPath } from "./sign-in/password-links.ts";
export type { KeyHolder } from "./sign-in/api-keys.ts";
export type { SignedIn } from "./sign-in/sessions.ts";
export { createProvider } from "./create-provider.ts";
export { createStandaloneManagement } from "./standalone-management.ts";
export type { Provider, ProviderOptions, ServerManagement } from "./provider.ts";
export { createSystemRandom, type Random } from "./random.ts";
export { isAtLeast } from "./rules/admin-role.ts";
export { addressPrefix, callerAddress } from "./rules/caller-address.ts";
export { readCookie } from "./rules/cookie.ts";
export { hostSpellings, originSpellings } from "./rules/host-spellings.ts";
export { namedFlowId } from "./rules/flow-id.ts";
export { canonicalIssuer, issuerPath } from "./rules/issuer.ts";
export { isLoopbackHost, isLoopbackRedirect } from "./rules/redirect-uri.ts";
export { Secret } from "./secret.ts";
export type * from "./ports/store.ts";
export { type Clock, type EpochSeconds, epochSeconds } from "./time.ts";
export { endpointPaths, endpointUrls, type EndpointName } from "./urls.ts";
