import type { CheckId } from "../src/checks/all.ts";
import { type Ask, reply, type Reply } from "./exchange.ts";
import { type Fault, resourcePaths, serverMetadata, serverPaths } from "./fixture.ts";

export interface Case {
  readonly fault: Fault;
  /** What must be told as well, since the one does not come without the other. */
  readonly also?: readonly CheckId[];
  readonly mcpOrigin?: string;
}

type Members = Readonly<Record<string, unknown>>;

/** For each check one thing that is wrong. */
export const cases: Record<CheckId, Case> = {
  "mcp-secure": { fault: () => undefined, mcpOrigin: "http://mcp.test" },
  "mcp-unauthorized": { fault: at("POST /mcp", (ask, ok) => (isBare(ask) ? { ...ok, status: 403 } : ok)) },
  challenge: { fault: at("POST /mcp", (ask, ok) => (isBare(ask) ? without(ok, "www-authenticate") : ok)) },
  "challenge-link": {
    fault: at("POST /mcp", (ask, ok) =>
      isBare(ask) ? withHeaders(ok, { "www-authenticate": 'Bearer realm="x"' }) : ok,
    ),
  },
  "challenge-exposed": {
    fault: at("POST /mcp", (ask, ok) => (isBare(ask) ? without(ok, "access-control-expose-headers") : ok)),
  },
  "mcp-preflight": { fault: at("OPTIONS /mcp", () => reply(401, {})) },
  "bad-token": { fault: at("POST /mcp", (ask, ok) => (isBogus(ask) ? reply(500, {}) : ok)) },

  "resource-metadata-found": {
    fault: (ask, ok, site) => {
      if (isResource(ask)) return reply(404, {});
      if (isLegacyProbe(ask)) return reply(200, { ...serverMetadata(site), issuer: site.mcpOrigin });
      if (ask.method === "POST" && ask.path === "/mcp" && isBare(ask)) {
        return reply(401, {}, { "www-authenticate": 'Bearer realm="x"' });
      }
      return withIssuer(site.mcpOrigin)(ask, ok, site);
    },
    also: ["challenge-link"],
  },
  "resource-metadata-places": { fault: at("GET /.well-known/oauth-protected-resource", () => reply(404, {})) },
  "resource-metadata-type": { fault: onResource((_, ok) => withHeaders(ok, { "content-type": "text/plain" })) },
  "resource-metadata-nulls": { fault: onResource((_, ok) => withBody(ok, { resource_name: null })) },
  "resource-metadata-schema": { fault: onResource((_, ok) => withBody(ok, { scopes_supported: "read" })) },
  "resource-names-server": {
    fault: (ask, ok, site) => {
      if (isResource(ask)) return withBody(ok, { authorization_servers: undefined });
      if (isLegacyProbe(ask)) return reply(200, { ...serverMetadata(site), issuer: site.mcpOrigin });
      return withIssuer(site.mcpOrigin)(ask, ok, site);
    },
  },
  "resource-matches": { fault: onResource((_, ok, site) => withBody(ok, { resource: `${site.mcpUrl}/` })) },
  "resource-exact": { fault: onResource((_, ok, site) => withBody(ok, { resource: site.mcpOrigin })) },
  "resource-no-offline-access": {
    fault: onResource((_, ok) => withBody(ok, { scopes_supported: ["read", "offline_access"] })),
  },
  "resource-metadata-cors": { fault: onResource((_, ok) => without(ok, "access-control-allow-origin")) },

  "metadata-found": {
    fault: onServer(() => reply(404, {})),
  },
  "metadata-places": { fault: at("GET /as/.well-known/oauth-authorization-server", () => reply(404, {})) },
  "metadata-html": { fault: at("GET /.well-known/oauth-authorization-server/as", () => reply(200, "<p>Hello</p>")) },
  "metadata-errors": { fault: at("GET /.well-known/openid-configuration/as", () => reply(500, {})) },
  "metadata-redirects": {
    fault: at("GET /.well-known/openid-configuration/as", () =>
      reply(301, undefined, { location: "http://127.0.0.1:9/" }),
    ),
  },
  "metadata-identical": {
    fault: at("GET /.well-known/openid-configuration/as", (_, ok) => withBody(ok, { scopes_supported: ["read"] })),
  },
  "issuer-identical": {
    fault: (ask, ok, site) =>
      isServer(ask) ? withBody(ok, { issuer: `${site.issuer}/` }) : withIssuer(`${site.issuer}/`)(ask, ok, site),
  },
  "metadata-nulls": { fault: onServer((_, ok) => withBody(ok, { service_documentation: null })) },
  "metadata-schema": { fault: onServer((_, ok) => withBody(ok, { subject_types_supported: undefined })) },
  "response-type-code": { fault: onServer((_, ok) => withBody(ok, { response_types_supported: ["token"] })) },
  "pkce-s256": { fault: onServer((_, ok) => withBody(ok, { code_challenge_methods_supported: ["plain"] })) },
  "endpoints-secure": { fault: onServer((_, ok) => withBody(ok, { revocation_endpoint: "http://as.test/revoke" })) },
  "authorization-endpoint-query": {
    fault: onServer((_, ok, site) => withBody(ok, { authorization_endpoint: `${site.issuer}/authorize?a=b` })),
  },
  "iss-announced": {
    fault: onServer((_, ok) => withBody(ok, { authorization_response_iss_parameter_supported: undefined })),
  },
  "way-in": {
    fault: onServer((_, ok) =>
      withBody(ok, { registration_endpoint: undefined, client_id_metadata_document_supported: undefined }),
    ),
  },
  "cimd-none": {
    fault: onServer((_, ok) => withBody(ok, { token_endpoint_auth_methods_supported: ["private_key_jwt"] })),
  },
  "cimd-private-key-jwt": {
    fault: onServer((_, ok) => withBody(ok, { token_endpoint_auth_methods_supported: ["none"] })),
  },
  keys: { fault: at("GET /as/jwks", () => reply(200, { keys: [{ kty: "EC", d: "secret" }] })) },
  "metadata-cors": {
    fault: (ask, ok) =>
      ask.method === "OPTIONS" && serverPaths.includes(ask.path)
        ? withHeaders(ok, { "access-control-allow-headers": "content-type" })
        : undefined,
  },
  "token-cors": { fault: at("OPTIONS /as/token", () => reply(405, {})) },
  "register-cors": { fault: at("OPTIONS /as/register", (_, ok) => without(ok, "access-control-allow-origin")) },
  "mcp-host-well-known": {
    fault: (ask) => {
      const isProbe = ask.path.startsWith("/.well-known/oauth-authorization-server") && ask.host.startsWith("127.");
      return isProbe ? reply(200, "<p>Hello</p>") : undefined;
    },
  },

  "register-accepted": { fault: at("POST /as/register", (_, ok) => ({ ...ok, status: 200 })) },
  "register-echo": { fault: at("POST /as/register", (_, ok) => withBody(ok, { redirect_uris: undefined })) },
  "register-complete": { fault: at("POST /as/register", (_, ok) => withBody(ok, { grant_types: undefined })) },
  "register-secret-expiry": {
    fault: at("POST /as/register", (_, ok) =>
      withBody(ok, { client_secret: "secret", client_secret_expires_at: "2027-01-01" }),
    ),
    also: ["register-public"],
  },
  "register-public": {
    fault: at("POST /as/register", (_, ok) => withBody(ok, { client_secret: "secret", client_secret_expires_at: 0 })),
  },
  "register-loopback": { fault: refusesRegistration(/http:/) },
  "register-private-use": { fault: refusesRegistration(/cursor:/) },
  "register-unknown-members": { fault: refusesRegistration(/sallyport_doctor/) },

  "authorize-accepts": {
    fault: at("GET /as/authorize", (ask, ok) => (isGoingOn(ok) ? sendBack(ask, ok, "invalid_scope") : ok)),
  },
  "authorize-unknown-client": {
    fault: at("GET /as/authorize", (ask, ok) => (isStranger(ask) ? sendBack(ask, ok, "invalid_client") : ok)),
  },
  "authorize-exact-redirect": {
    fault: at("GET /as/authorize", (ask, ok) => (isElsewhere(ask) ? sendBack(ask, ok, "invalid_request") : ok)),
  },
  "authorize-pkce-required": {
    fault: at("GET /as/authorize", (ask, ok) =>
      ok.status === 302 && !ask.query.has("code_challenge") ? reply(302, "", { location: "/as/sign-in" }) : ok,
    ),
  },
  "authorize-plain-refused": {
    fault: at("GET /as/authorize", (ask, ok) =>
      ask.query.get("code_challenge_method") === "plain" ? reply(302, "", { location: "/as/sign-in" }) : ok,
    ),
  },
  "authorize-loopback-port": {
    fault: at("GET /as/authorize", (ask, ok) =>
      ask.query.get("redirect_uri")?.includes(":49152") === true ? reply(400, "<p>No.</p>") : ok,
    ),
  },
  "authorize-error-state": { fault: at("GET /as/authorize", (_, ok) => dropFromError(ok, "state")) },
  "authorize-error-iss": { fault: at("GET /as/authorize", (_, ok) => dropFromError(ok, "iss")) },

  "token-errors": { fault: at("POST /as/token", (_, ok) => (ok.status === 401 ? reply(500, "<p>?</p>") : ok)) },
  "token-no-store": { fault: at("POST /as/token", (_, ok) => (ok.status === 200 ? ok : without(ok, "cache-control"))) },
  "token-unknown-client": {
    fault: at("POST /as/token", (_, ok) => (ok.status === 401 ? reply(400, { error: "invalid_grant" }) : ok)),
  },
  "token-bogus-code": {
    fault: at("POST /as/token", (ask, ok) =>
      ok.status === 400 && ask.json === undefined ? reply(400, { error: "invalid_client" }) : ok,
    ),
  },
  "token-json-body": {
    fault: at("POST /as/token", (ask, ok) => (ask.json === undefined ? ok : reply(400, { error: "invalid_grant" }))),
  },
  "introspection-closed": { fault: at("POST /as/introspect", () => reply(200, { active: false })) },

  "authorize-success-iss": { fault: at("POST /as/consent", (_, ok) => dropParameter(ok, "iss")) },
  "token-response": {
    fault: at("POST /as/token", (_, ok) => (ok.status === 200 ? withBody(ok, { expires_in: "600" }) : ok)),
  },
  "token-accepted": {
    fault: at("POST /mcp", (ask, ok, site) => (isBearer(ask, site.tokens) && ok.status === 200 ? reply(403, {}) : ok)),
  },
  "token-tampered": {
    fault: at("POST /mcp", (ask, ok, site) =>
      !isBare(ask) && !isBogus(ask) && !isBearer(ask, site.tokens) ? reply(200, {}) : ok,
    ),
  },
  "insufficient-scope": { fault: at("POST /mcp", (_, ok) => (ok.status === 403 ? reply(401, {}) : ok)) },
  "refresh-race": {
    fault: at("POST /as/token", (ask, ok, site) => {
      const used = ask.form.get("refresh_token") ?? "";
      if (used === "" || ok.status !== 200) return ok;
      const isRepeated = site.requests.filter(({ form }) => form.get("refresh_token") === used).length > 1;
      return isRepeated ? reply(400, { error: "invalid_grant" }) : ok;
    }),
  },
};

/** A fault at one route. */
function at(route: string, change: (...args: Parameters<Fault>) => Reply): Fault {
  return (ask, ok, site) => (`${ask.method} ${ask.path}` === route ? change(ask, ok, site) : undefined);
}

function onResource(change: (...args: Parameters<Fault>) => Reply): Fault {
  return (ask, ok, site) => (isResource(ask) ? change(ask, ok, site) : undefined);
}

function onServer(change: (...args: Parameters<Fault>) => Reply): Fault {
  return (ask, ok, site) => (isServer(ask) ? change(ask, ok, site) : undefined);
}

function isResource({ method, path }: Ask): boolean {
  return method === "GET" && resourcePaths.includes(path);
}

function isServer({ method, path }: Ask): boolean {
  return method === "GET" && serverPaths.includes(path);
}

/** Where clients look that were told of no authorization server: at the MCP host. */
function isLegacyProbe({ method, host, path }: Ask): boolean {
  return method === "GET" && host.startsWith("127.") && /^\/\.well-known\/(?:oauth-auth|openid)/.test(path);
}

function isBare({ headers }: Ask): boolean {
  return headers.authorization === undefined;
}

function isBogus({ headers }: Ask): boolean {
  return headers.authorization === "Bearer sallyport-doctor-no-token";
}

function isBearer({ headers }: Ask, tokens: ReadonlySet<string>): boolean {
  return tokens.has(headers.authorization?.replace("Bearer ", "") ?? "");
}

function isStranger({ query }: Ask): boolean {
  return query.get("client_id") === "sallyport-doctor-unknown";
}

function isElsewhere({ query }: Ask): boolean {
  return query.get("redirect_uri")?.startsWith("https:") === true;
}

function isGoingOn({ headers }: Reply): boolean {
  return headers["location"]?.startsWith("/") === true;
}

function without(ok: Reply, name: string): Reply {
  return { ...ok, headers: Object.fromEntries(Object.entries(ok.headers).filter(([one]) => one !== name)) };
}

function withHeaders(ok: Reply, headers: Record<string, string>): Reply {
  return { ...ok, headers: { ...ok.headers, ...headers } };
}

/** Undefined takes a member out. */
function withBody(ok: Reply, members: Members): Reply {
  const body: Members = typeof ok.body === "object" ? { ...ok.body } : {};
  return { ...ok, body: { ...body, ...members } };
}

/** Answers of the authorization endpoint name another issuer. */
function withIssuer(issuer: string): Fault {
  return (_, ok) => {
    const { location } = ok.headers;
    if (location === undefined || !URL.canParse(location) || !new URL(location).searchParams.has("iss")) return ok;
    const url = new URL(location);
    url.searchParams.set("iss", issuer);
    return withHeaders(ok, { location: url.href });
  };
}

function sendBack({ query }: Ask, ok: Reply, error: string): Reply {
  const location = new URL(query.get("redirect_uri") ?? "");
  location.searchParams.set("error", error);
  location.searchParams.set("state", query.get("state") ?? "");
  return { ...ok, status: 302, headers: { location: location.href } };
}

function dropFromError(ok: Reply, name: string): Reply {
  return ok.headers["location"]?.includes("error=") === true ? dropParameter(ok, name) : ok;
}

function dropParameter(ok: Reply, name: string): Reply {
  const location = new URL(ok.headers["location"] ?? "");
  location.searchParams.delete(name);
  return withHeaders(ok, { location: location.href });
}

function refusesRegistration(pattern: RegExp): Fault {
  return at("POST /as/register", (ask, ok, site) => {
    if (!pattern.test(JSON.stringify(ask.json))) return ok;
    site.clients.clear();
    return reply(400, { error: "invalid_client_metadata" });
  });
}
