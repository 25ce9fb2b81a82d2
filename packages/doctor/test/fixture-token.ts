import { type Ask, reply, type Reply, type Site } from "./exchange.ts";

export function register(site: Site, { json }: Ask): Reply {
  const metadata: Record<string, unknown> = typeof json === "object" ? { ...json } : {};
  const { sallyport_doctor: _, ...known } = metadata;
  const id = `client-${site.clients.size + 1}`;
  const uris: unknown = metadata["redirect_uris"];
  site.clients.set(id, Array.isArray(uris) ? uris.map(String) : []);
  return reply(201, { client_id: id, client_id_issued_at: 1, ...known });
}

export function token(site: Site, { form, json }: Ask): Reply {
  if (json !== undefined) return reply(400, { error: "invalid_request" });
  if (!site.clients.has(form.get("client_id") ?? "")) return reply(401, { error: "invalid_client" });
  if (form.get("grant_type") === "refresh_token") return refresh(site, form.get("refresh_token") ?? "");
  return form.get("code") === "good-code" ? issue(site) : reply(400, { error: "invalid_grant" });
}

/** A token that is used again gets the same successor. */
function refresh(site: Site, used: string): Reply {
  if (!site.refreshTokens.has(used)) return reply(400, { error: "invalid_grant" });
  const next = site.refreshTokens.get(used) ?? `${used}+`;
  site.refreshTokens.set(used, next);
  return issue(site, next);
}

function issue(site: Site, refreshToken = "refresh"): Reply {
  const accessToken = `header.payload.signature-${site.tokens.size}`;
  site.tokens.add(accessToken);
  if (!site.refreshTokens.has(refreshToken)) site.refreshTokens.set(refreshToken, undefined);
  const body = { access_token: accessToken, token_type: "Bearer", expires_in: 600, scope: "read" };
  return reply(200, { ...body, refresh_token: refreshToken });
}
