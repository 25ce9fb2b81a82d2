import { InvalidClientError, InvalidGrantError, InvalidRequestError, InvalidTargetError } from "@sallyport/core";
import { createLocalJWKSet, errors, jwtVerify } from "jose";
import type { Asker } from "./client.ts";
import { defaultLifetimeSeconds, type Desk, issue } from "./issue.ts";
import { idJagType, idTokenType } from "./metadata.ts";
import type { Parameters } from "./parameters.ts";

/**
 * Token exchange of an ID token for an ID-JAG (RFC 8693 section 2; section 4.3 of the ID-JAG draft). Whoever asks
 * gets all of it: this provider has no policy of its own.
 */
export async function exchange(
  desk: Desk,
  form: Parameters,
  { clientId, isProven }: Asker,
): Promise<Readonly<Record<string, unknown>>> {
  if (!isProven) {
    throw new InvalidClientError("an exchange needs the secret of the client: its id followed by -secret", {
      reason: "client_unproven",
    });
  }
  const { audience, subjectToken } = readExchange(form);
  const { subject, authTime } = await verifySubject(desk, subjectToken, clientId);
  const scope = form.get("scope");
  const [resource, ...others] = readResources(form);
  const { token } = await issue(desk, {
    kind: "id_jag",
    subject,
    audience,
    // Of the same name at the other server; the draft leaves it to the provider to know another (section 5).
    clientId,
    resource: resource !== undefined && others.length > 0 ? [resource, ...others] : resource,
    scope,
    claims: authTime === undefined ? {} : { auth_time: authTime },
  });
  return {
    issued_token_type: idJagType,
    access_token: token,
    token_type: "N_A",
    expires_in: defaultLifetimeSeconds,
    ...(scope === undefined ? {} : { scope }),
  };
}

function readExchange(form: Parameters): { audience: string; subjectToken: string } {
  const expected = { requested_token_type: idJagType, subject_token_type: idTokenType };
  const [unfit] = Object.entries(expected).find(([name, value]) => form.get(name) !== value) ?? [];
  if (unfit !== undefined) {
    const wanted = unfit === "requested_token_type" ? idJagType : idTokenType;
    throw new InvalidRequestError(`${unfit} must be ${wanted}`, { reason: "token_type" });
  }
  if (form.get("actor_token") !== undefined) {
    throw new InvalidRequestError("actor_token is not supported", { reason: "actor_token" });
  }
  const [audience, subjectToken] = [form.get("audience"), form.get("subject_token")];
  if (audience === undefined || subjectToken === undefined) {
    throw new InvalidRequestError("audience and subject_token are needed", { reason: "missing_parameter" });
  }
  if (!isPlainUrl(audience)) {
    throw new InvalidTargetError("audience must be the issuer of an authorization server", { reason: "audience" });
  }
  return { audience, subjectToken };
}

function readResources(form: Parameters): readonly string[] {
  const resources = form.all("resource");
  if (resources.every(isPlainUrl)) return resources;
  throw new InvalidTargetError("resource must be an absolute URL without a fragment", { reason: "resource" });
}

function isPlainUrl(text: string): boolean {
  return URL.canParse(text) && !text.includes("#");
}

/** The draft answers `invalid_grant` where RFC 8693 section 2.2.2 would have `invalid_request`. */
async function verifySubject(
  { issuer, keys, now }: Desk,
  text: string,
  clientId: string,
): Promise<{ subject: string; authTime: unknown }> {
  try {
    const { payload } = await jwtVerify(text, createLocalJWKSet(await keys.jwks()), {
      issuer,
      audience: clientId,
      typ: "JWT",
      algorithms: ["RS256", "ES256"],
      requiredClaims: ["sub", "exp", "iat"],
      currentDate: new Date(now() * 1_000),
    });
    return { subject: payload.sub ?? "", authTime: payload["auth_time"] };
  } catch (error) {
    if (!(error instanceof errors.JOSEError)) throw error;
    const text = "the subject token must be an ID token of this provider, for this client, and good still";
    throw new InvalidGrantError(text, { reason: "subject_token", cause: error });
  }
}
