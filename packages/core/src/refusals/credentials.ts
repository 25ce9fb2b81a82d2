/** One text for each credential: only the reason distinguishes unknown, expired and wrong ones. */
export const invalidCredential = {
  "authorization code": "The authorization code is invalid, expired or already used.",
  "device code": "The device code is invalid or already used.",
  "refresh token": "The refresh token is invalid, expired or revoked.",
} as const;

/** One text for every failure of client authentication (RFC 6749 section 5.2). */
export const failedAuthentication = "Client authentication failed.";
