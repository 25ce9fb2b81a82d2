import { generateKeyPairSync, randomUUID, sign } from "node:crypto";
import type { Authentication } from "@sallyport/profiles";

const keys = generateKeyPairSync("rsa", { modulusLength: 2048 });

/** The keys of the clients that sign, as they publish them. */
export function publicKeys(): object {
  return { keys: [{ ...keys.publicKey.export({ format: "jwk" }), kid: "matrix", use: "sig", alg: "RS256" }] };
}

interface Credentials {
  readonly id: string;
  readonly secret: string | undefined;
  readonly authentication: Authentication;
}

interface Proof {
  readonly form: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
}

/** What a client adds to a token request to authenticate at the server `audience`. */
export function prove({ id, secret = "", authentication }: Credentials, audience: string): Proof {
  switch (authentication) {
    case "none":
      return { form: { client_id: id } };
    case "client_secret_post":
      return { form: { client_id: id, client_secret: secret } };
    case "client_secret_basic raw":
      return { form: {}, headers: { authorization: `Basic ${btoa(`${id}:${secret}`)}` } };
    case "client_secret_basic encoded": {
      const pair = `${encodeURIComponent(id)}:${encodeURIComponent(secret)}`;
      return { form: { client_id: id }, headers: { authorization: `Basic ${btoa(pair)}` } };
    }
    case "private_key_jwt":
      return {
        form: {
          client_assertion_type: "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
          client_assertion: signAssertion(id, audience),
        },
      };
  }
}

function signAssertion(id: string, audience: string): string {
  const now = Math.floor(Date.now() / 1000);
  const part = (members: object) => Buffer.from(JSON.stringify(members)).toString("base64url");
  const header = part({ alg: "RS256", typ: "JWT", kid: "matrix" });
  const claims = part({ iss: id, sub: id, aud: audience, iat: now, exp: now + 300, jti: randomUUID() });
  const signature = sign("sha256", Buffer.from(`${header}.${claims}`), keys.privateKey).toString("base64url");
  return `${header}.${claims}.${signature}`;
}
