import { createServer } from "node:http";
import type { IncomingMessage, ServerResponse } from "node:http";
import { exportJWK, generateKeyPair, SignJWT } from "jose";
import type { CryptoKey, JWK, JWTPayload } from "jose";
import { serve } from "./serve.ts";

interface SigningKey {
  readonly alg: string;
  readonly privateKey: CryptoKey;
  readonly jwk: JWK & { readonly kid: string };
}

export interface TokenShape {
  readonly claims?: JWTPayload;
  readonly header?: Readonly<Record<string, unknown>>;
  readonly key?: SigningKey;
}

/** What `resource.test` and its neighbours talk about. */
export const resource = "https://mcp.example/mcp";
export const startOfTime = 1_000_000;

export async function createKey(kid: string, alg = "ES256"): Promise<SigningKey> {
  const { publicKey, privateKey } = await generateKeyPair(alg, { extractable: true });
  return { alg, privateKey, jwk: { ...(await exportJWK(publicKey)), kid, alg, use: "sig" } };
}

/** An authorization server on loopback that publishes metadata and keys, and counts who asks. */
export async function startIssuer(path = "") {
  const key = await createKey("first");
  const published: JWK[] = [key.jwk];
  const asked: string[] = [];
  const overrides = new Map<string, (request: IncomingMessage, response: ServerResponse) => void>();
  const server = createServer((request, response) => {
    const url = request.url ?? "";
    asked.push(url);
    const override = overrides.get(url) ?? overrides.get("*");
    if (override !== undefined) return override(request, response);
    const documents: Record<string, unknown> = {
      [`/.well-known/oauth-authorization-server${path}`]: { issuer, jwks_uri: `${issuer}/jwks` },
      [`${path}/jwks`]: { keys: published },
    };
    response.statusCode = url in documents ? 200 : 404;
    response.end(JSON.stringify(documents[url] ?? {}));
  });
  const served = await serve(server);
  const issuer = served.origin + path;

  const sign = ({ claims = {}, header = {}, key: by = key }: TokenShape = {}): Promise<string> => {
    const payload = {
      iss: issuer,
      sub: "alice",
      aud: resource,
      client_id: "app",
      scope: "read",
      iat: startOfTime,
      exp: startOfTime + 900,
      jti: "t1",
      ...claims,
    };
    const protectedHeader = { alg: by.alg, kid: by.jwk.kid, typ: "at+jwt", ...header };
    return new SignJWT(payload).setProtectedHeader(protectedHeader).sign(by.privateKey);
  };
  return {
    issuer,
    key,
    published,
    asked,
    overrides,
    sign,
    /** Sends `body` at `url` ("*": everywhere) instead of the usual. */
    answer(url: string, status: number, body: unknown) {
      overrides.set(url, (_, response) => response.writeHead(status).end(JSON.stringify(body)));
    },
    bearer: async (shape?: TokenShape) => `Bearer ${await sign(shape)}`,
    [Symbol.asyncDispose]: () => served.close(),
  };
}

export type FakeIssuer = Awaited<ReturnType<typeof startIssuer>>;

/** A clock that moves when told. */
export function createClock(seconds = startOfTime) {
  let current = seconds;
  return {
    now: () => current,
    advance(by: number) {
      current += by;
    },
  };
}
