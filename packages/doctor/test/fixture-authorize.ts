import { type Ask, reply, type Reply, type Site } from "./exchange.ts";

export const account = { email: "alice@example.com", password: "a:b c&d" };

export function authorize(site: Site, { query }: Ask): Reply {
  const registered = site.clients.get(query.get("client_id") ?? "");
  const redirectUri = query.get("redirect_uri") ?? "";
  const isRegistered = registered?.some((one) => portless(one) === portless(redirectUri));
  if (isRegistered !== true) return reply(400, "<p>There is no such client.</p>");
  const isFine = query.get("response_type") === "code" && query.get("code_challenge_method") === "S256";
  if (!isFine) return sendBack(site, query, { error: "invalid_request" });
  return reply(302, undefined, { location: `/as/sign-in?${query.toString()}`, "set-cookie": "visit=1; Path=/" });
}

/** The form, and its second page: the request travels in hidden fields. */
export function signIn(_: Site, ask: Ask): Reply {
  const { email, password, ...request } = Object.fromEntries(ask.method === "GET" ? ask.query : ask.form);
  if (ask.headers.cookie !== "visit=1") return reply(403, "<p>Where is the cookie?</p>");
  const isSignedIn = email === account.email && password === account.password;
  return reply(200, isSignedIn ? consentPage(request) : signInPage(request));
}

export function consent(site: Site, { form }: Ask): Reply {
  if (form.get("decision") !== "allow") return sendBack(site, form, { error: "access_denied" });
  return sendBack(site, form, { code: "good-code" });
}

function sendBack({ issuer }: Site, request: URLSearchParams, answer: Record<string, string>): Reply {
  const location = new URL(request.get("redirect_uri") ?? "");
  const parameters = { ...answer, state: request.get("state") ?? "", iss: issuer };
  for (const [name, value] of Object.entries(parameters)) location.searchParams.set(name, value);
  return reply(302, undefined, { location: location.href });
}

function signInPage(request: Record<string, string>): string {
  return `<form method="post" action="/as/sign-in">${hidden(request)}
    <input type="email" name="email"><input type='password' name='password'><button>Sign in</button></form>`;
}

function consentPage(request: Record<string, string>): string {
  return `<form method="post" action="/as/switch"><button>Not you?</button></form>
    <form method="post" action="/as/consent">${hidden(request)}<input type="checkbox" name="scope" value="read" checked>
    <button name="decision" value="deny">Deny</button><button name="decision" value="allow">Allow</button></form>`;
}

function hidden(request: Record<string, string>): string {
  return Object.entries(request)
    .map(([name, value]) => `<input type="hidden" name="${name}" value="${value.replaceAll("&", "&amp;")}">`)
    .join("");
}

function portless(uri: string): string {
  return uri.replace(/^(http:\/\/(?:127\.0\.0\.1|localhost)):\d+/, "$1");
}
