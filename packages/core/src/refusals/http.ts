import type { HttpRow } from "./row.ts";

const startAgain = "Start again from the application.";

/** Refused before an OAuth endpoint reads the request. */
export const httpRefusals = {
  not_found: {
    status: 404,
    error: "not_found",
    description: "There is no endpoint at this address.",
    rule: "Endpoints are at the addresses of the metadata (RFC 8414 section 3)",
    meaning: "There is no endpoint at this address.",
    fix: "Read the addresses of the endpoints from the metadata document instead of building them.",
  },
  method_not_allowed: {
    status: 405,
    error: "invalid_request",
    description: "This endpoint does not support this HTTP method.",
    rule: "An endpoint supports the methods in its Allow header (RFC 9110 section 15.5.6)",
    meaning: "The address is right, but the HTTP method is not. The token endpoint, for example, supports only POST.",
    fix: "Use a method from the Allow header. If a POST became a GET, it probably followed a redirect, for example from http to https: use the final address.",
  },
  body_too_large: {
    status: 413,
    error: "invalid_request",
    description: "The request body is larger than 16 KiB.",
    rule: "A request body has at most 16 KiB (a limit of this server)",
    meaning: "The request body is too large and was not read to the end.",
    fix: "Send less. Publish large key sets and register their address as jwks_uri.",
  },
  content_encoding: {
    status: 415,
    error: "invalid_request",
    description: "The request body must not be compressed.",
    rule: "Request bodies are not compressed (a limit of this server)",
    meaning: "The request body is compressed. A small compressed body can expand without limit.",
    fix: "Send the body without Content-Encoding.",
  },
  form_expected: {
    status: 415,
    error: "invalid_request",
    description: "The request body must be a form.",
    rule: "The pages of this server send forms",
    meaning: "The request body is not a form.",
    fix: startAgain,
  },
  malformed_form: {
    status: 400,
    error: "invalid_request",
    description: "The form is incomplete.",
    rule: "The pages of this server send complete forms",
    meaning: "A field of the form is missing or too long.",
    fix: `${startAgain} Check whether a proxy or a browser extension changes forms.`,
  },
  malformed_request: {
    status: 400,
    error: "invalid_request",
    description: "The HTTP request is malformed.",
    rule: "A request is well-formed HTTP (RFC 9112)",
    meaning: "The request ended early, or its path cannot be decoded.",
    fix: "Check the HTTP client and the proxies in front of the server.",
  },
  foreign_host: {
    status: 421,
    error: "invalid_request",
    description: "The Host header does not match the issuer of this server.",
    rule: "The server answers only for the host of its issuer (RFC 9110 section 7.4)",
    meaning: "The Host header names another host than the issuer.",
    fix: "Use the address of the issuer. Behind a proxy, forward the Host header unchanged, or start the server with its public address as the issuer.",
  },
  foreign_origin: {
    status: 403,
    error: "invalid_request",
    description: "The form was sent from another site.",
    rule: "Forms are accepted only from the pages of this server (RFC 9700 section 4.7)",
    meaning: "The browser reports that the form was sent from another site.",
    fix: "If the form was on a page of this server, a proxy changes Origin or Host, or the issuer is not the address that browsers use.",
  },
} satisfies Readonly<Record<string, HttpRow>>;
