import { discoverEndpoint } from "./discovery.ts";
import { fetchJson } from "./documents.ts";
import type { Fetch } from "./documents.ts";

const timeoutMilliseconds = 5_000;

export interface IntrospectionOptions {
  readonly issuer: string;
  /** Absent: found in the metadata of the issuer. */
  readonly endpoint: string | undefined;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly fetch: Fetch;
}

/**
 * Asks the issuer about a token (RFC 7662 section 2.1).
 * @throws Error when it does not answer by 200 with JSON
 */
export type Introspection = (token: string) => Promise<unknown>;

/** Finds the endpoint once, and again after a failure. */
export function createIntrospection(options: IntrospectionOptions): Introspection {
  const { issuer, fetch } = options;
  const authorization = basicAuthorization(options.clientId, options.clientSecret);
  let endpoint = options.endpoint;
  return async (token) => {
    const signal = AbortSignal.timeout(timeoutMilliseconds);
    try {
      endpoint ??= await discoverEndpoint("introspection_endpoint", { issuer, fetch, signal });
      const form = new URLSearchParams({ token, token_type_hint: "access_token" });
      return await fetchJson(fetch, endpoint, { signal, form, headers: { authorization } });
    } catch (error) {
      endpoint = options.endpoint;
      throw error;
    }
  };
}

/** Both parts are form-encoded first (RFC 6749 section 2.3.1). */
function basicAuthorization(clientId: string, clientSecret: string): string {
  return `Basic ${btoa(`${formEncoded(clientId)}:${formEncoded(clientSecret)}`)}`;
}

function formEncoded(text: string): string {
  return new URLSearchParams({ "": text }).toString().slice(1);
}
