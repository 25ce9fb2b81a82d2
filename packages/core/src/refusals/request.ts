import { type Explanations, said } from "./explanation.ts";

const startAgain = "Start again from the application.";

/** What is wrong with a request whatever it asks for, and what went wrong on our side. */
export const requestExplanations: Explanations = {
  repeated_parameter: {
    rule: "No parameter but resource may stand twice (RFC 6749 sections 3.1 and 3.2)",
    meaning: "Two values for one name: software along the way could read different ones.",
    fix: ({ received }) => `Send each parameter once: ${said(received["repeated"]) ?? "see the request"} stands twice.`,
  },
  too_many_parameters: {
    rule: "At most 300 parameters (a limit of this server)",
    meaning: "The request has more parameters than any client needs.",
    fix: "Send only the parameters of the endpoint.",
  },
  content_type: {
    rule: "Forms are application/x-www-form-urlencoded in UTF-8 (RFC 6749 section 3.2), registrations application/json (RFC 7591 section 3.1)",
    meaning: "The body came with another Content-Type than the endpoint reads.",
    fix: ({ received }) =>
      `Set the Content-Type that the endpoint wants; ${said(received["content_type"]) ?? "none"} was sent.`,
  },
  dev_fault: {
    rule: "A fault was set at this development server (sallyport faults list)",
    meaning: "Nothing is wrong with the request: it met a fault that somebody asked for.",
    fix: "Do in the client what it ought to do then, or forget the fault: sallyport faults clear.",
  },
  method_not_allowed: {
    rule: "Endpoints take the methods that Allow names (RFC 9110 section 15.5.6)",
    meaning: "The address is right, the method is not: tokens, for example, are only bought with POST.",
    fix: "Send the request with a method from the Allow header. A POST that became a GET often followed a redirect, from http to https for example: use the final address.",
  },
  not_found: {
    rule: "Endpoints stand where the metadata says (RFC 8414 section 3)",
    meaning: "No endpoint has this address.",
    fix: "Take the addresses from the metadata document instead of putting them together.",
  },
  body_too_large: {
    rule: "A body has at most 16 KiB (a limit of this server)",
    meaning: "The body was not read to its end.",
    fix: "Send less; for large keys publish them and register jwks_uri.",
  },
  content_encoding: {
    rule: "Bodies are not compressed (a limit of this server)",
    meaning: "A compressed body can grow without bound when it is read.",
    fix: "Send the body without Content-Encoding.",
  },
  form_expected: {
    rule: "The pages of this server send forms",
    meaning: "The body is no form.",
    fix: startAgain,
  },
  malformed_form: {
    rule: "The pages of this server send complete forms",
    meaning: "A field that the page has is missing or too long.",
    fix: `${startAgain} A proxy or an extension may change forms on their way.`,
  },
  malformed_request: {
    rule: "A request must be readable as HTTP (RFC 9112)",
    meaning: "The request ended early, or its path cannot be decoded.",
    fix: "Look at what sent it, and at the proxies in between.",
  },
  foreign_host: {
    rule: "The server answers only for the host of its issuer (RFC 9110 section 7.4)",
    meaning: "The Host header names another host than the issuer.",
    fix: "Use the issuer's own address. Behind a proxy, let it pass Host on as the browser sent it, or start the server with the issuer that the world sees.",
  },
  foreign_origin: {
    rule: "Forms are taken from the pages of this server only (RFC 9700 section 4.7)",
    meaning: "The browser says that the form was sent from another site.",
    fix: "If the page was ours, a proxy changes Origin or Host, or the issuer is not the address that browsers use.",
  },
  gone: {
    rule: "A sign-in can be answered once, within ten minutes, while its client exists",
    meaning: "The page is older than that, was answered already, or its client was removed or switched off.",
    fix: `${startAgain} Pages from the history or a bookmark do not work.`,
  },
  other_browser: {
    rule: "A sign-in belongs to the browser that began it (RFC 9700 section 4.7)",
    meaning: "The cookie of the browser that began the sign-in did not come along.",
    fix: "Open the link in the browser that began, with cookies allowed, under the same host name: 127.0.0.1 and localhost have different cookies.",
  },
  other_answer: {
    rule: "An answer given on an external front end is for one sign-in, and good for two minutes (a rule of this server)",
    meaning: "The address holds no answer to this sign-in, or one that was given too long ago.",
    fix: "Let the front end call interactions.approve or interactions.deny again, and send the browser on at once.",
  },
  csrf: {
    rule: "A form must carry the token of the page that it came from (RFC 9700 section 4.7)",
    meaning: "The form is not the one that this browser was shown.",
    fix: `${startAgain} A page that was open in two windows can be the reason.`,
  },
  not_signed_in: {
    rule: "Only somebody who is signed in can allow access",
    meaning: "The session ended while the page was open.",
    fix: "Sign in again.",
  },
  "limit_*": {
    rule: "Requests are counted by client and address (a limit of this server)",
    meaning: "There were too many of this kind within a minute (of failed sign-ins: within 15 minutes).",
    fix: "Wait as long as Retry-After says. If everybody seems to have one address, tell the server how many proxies stand before it.",
  },
  store_unavailable: {
    rule: "Nothing is acknowledged that is not stored",
    meaning: "The database was locked, full or gone.",
    fix: "Try again. If it stays, look at the disk and at other programs that hold the database; the log has the cause under the request id.",
  },
  unexpected: {
    rule: "none: the server failed",
    meaning: "Something in the server broke; the client did nothing wrong.",
    fix: "Look up the request id in the log: the cause stands there. Please report it.",
  },
};
