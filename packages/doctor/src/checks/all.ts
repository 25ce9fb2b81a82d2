import { authorizationEndpointQuery } from "./authorization-endpoint-query.ts";
import { authorizeAccepts } from "./authorize-accepts.ts";
import { authorizeErrorIss } from "./authorize-error-iss.ts";
import { authorizeErrorState } from "./authorize-error-state.ts";
import { authorizeExactRedirect } from "./authorize-exact-redirect.ts";
import { authorizeLoopbackPort } from "./authorize-loopback-port.ts";
import { authorizePkceRequired } from "./authorize-pkce-required.ts";
import { authorizePlainRefused } from "./authorize-plain-refused.ts";
import { authorizeSuccessIss } from "./authorize-success-iss.ts";
import { authorizeUnknownClient } from "./authorize-unknown-client.ts";
import { badToken } from "./bad-token.ts";
import { challenge } from "./challenge.ts";
import { challengeExposed } from "./challenge-exposed.ts";
import { challengeLink } from "./challenge-link.ts";
import { cimdNone } from "./cimd-none.ts";
import { cimdPrivateKeyJwt } from "./cimd-private-key-jwt.ts";
import { endpointsSecure } from "./endpoints-secure.ts";
import { insufficientScope } from "./insufficient-scope.ts";
import { introspectionClosed } from "./introspection-closed.ts";
import { issAnnounced } from "./iss-announced.ts";
import { issuerIdentical } from "./issuer-identical.ts";
import { keys } from "./keys.ts";
import { mcpHostWellKnown } from "./mcp-host-well-known.ts";
import { mcpPreflight } from "./mcp-preflight.ts";
import { mcpSecure } from "./mcp-secure.ts";
import { mcpUnauthorized } from "./mcp-unauthorized.ts";
import { metadataCors } from "./metadata-cors.ts";
import { metadataErrors } from "./metadata-errors.ts";
import { metadataFound } from "./metadata-found.ts";
import { metadataHtml } from "./metadata-html.ts";
import { metadataIdentical } from "./metadata-identical.ts";
import { metadataNulls } from "./metadata-nulls.ts";
import { metadataPlaces } from "./metadata-places.ts";
import { metadataRedirects } from "./metadata-redirects.ts";
import { metadataSchema } from "./metadata-schema.ts";
import { pkceS256 } from "./pkce-s256.ts";
import { refreshRace } from "./refresh-race.ts";
import { registerAccepted } from "./register-accepted.ts";
import { registerComplete } from "./register-complete.ts";
import { registerCors } from "./register-cors.ts";
import { registerEcho } from "./register-echo.ts";
import { registerLoopback } from "./register-loopback.ts";
import { registerPrivateUse } from "./register-private-use.ts";
import { registerPublic } from "./register-public.ts";
import { registerSecretExpiry } from "./register-secret-expiry.ts";
import { registerUnknownMembers } from "./register-unknown-members.ts";
import { resourceExact } from "./resource-exact.ts";
import { resourceMatches } from "./resource-matches.ts";
import { resourceMetadataCors } from "./resource-metadata-cors.ts";
import { resourceMetadataFound } from "./resource-metadata-found.ts";
import { resourceMetadataNulls } from "./resource-metadata-nulls.ts";
import { resourceMetadataPlaces } from "./resource-metadata-places.ts";
import { resourceMetadataTypes } from "./resource-metadata-schema.ts";
import { resourceMetadataType } from "./resource-metadata-type.ts";
import { resourceNamesServer } from "./resource-names-server.ts";
import { resourceNoOfflineAccess } from "./resource-no-offline-access.ts";
import { responseTypeCode } from "./response-type-code.ts";
import { tokenAccepted } from "./token-accepted.ts";
import { tokenBogusCode } from "./token-bogus-code.ts";
import { tokenCors } from "./token-cors.ts";
import { tokenErrors } from "./token-errors.ts";
import { tokenJsonBody } from "./token-json-body.ts";
import { tokenNoStore } from "./token-no-store.ts";
import { tokenResponse } from "./token-response.ts";
import { tokenTampered } from "./token-tampered.ts";
import { tokenUnknownClient } from "./token-unknown-client.ts";
import { wayIn } from "./way-in.ts";

/** In the order of the report. */
export const checks = [
  mcpSecure,
  mcpUnauthorized,
  challenge,
  challengeLink,
  challengeExposed,
  mcpPreflight,
  badToken,
  resourceMetadataFound,
  resourceMetadataPlaces,
  resourceMetadataType,
  resourceMetadataNulls,
  resourceMetadataTypes,
  resourceNamesServer,
  resourceMatches,
  resourceExact,
  resourceNoOfflineAccess,
  resourceMetadataCors,
  metadataFound,
  metadataPlaces,
  metadataHtml,
  metadataErrors,
  metadataRedirects,
  metadataIdentical,
  issuerIdentical,
  metadataNulls,
  metadataSchema,
  responseTypeCode,
  pkceS256,
  endpointsSecure,
  authorizationEndpointQuery,
  issAnnounced,
  wayIn,
  cimdNone,
  cimdPrivateKeyJwt,
  keys,
  metadataCors,
  mcpHostWellKnown,
  registerCors,
  registerAccepted,
  registerEcho,
  registerComplete,
  registerSecretExpiry,
  registerPublic,
  registerLoopback,
  registerPrivateUse,
  registerUnknownMembers,
  authorizeAccepts,
  authorizeUnknownClient,
  authorizeExactRedirect,
  authorizePkceRequired,
  authorizePlainRefused,
  authorizeLoopbackPort,
  authorizeErrorState,
  authorizeErrorIss,
  tokenCors,
  tokenErrors,
  tokenNoStore,
  tokenUnknownClient,
  tokenBogusCode,
  tokenJsonBody,
  introspectionClosed,
  authorizeSuccessIss,
  tokenResponse,
  tokenAccepted,
  tokenTampered,
  insufficientScope,
  refreshRace,
] as const;

export type CheckId = (typeof checks)[number]["id"];
